use crate::command;
use crate::shared_args::Colour;
use clap::{Parser, Subcommand};

const AFTER: &str = "\
Exit status: 0 well (check: allowed), 1 a test failed or diff found changes, 2 misuse,
3 the pack has errors, 4 could not write; check also: 10 ask first, 20 not allowed, 30 undecided.
A reader that closes the pipe early, as `head` does, changes none of these.";

/// Find out which apps you can use at work, why, and on what conditions.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, after_help = AFTER, max_term_width = 100)]
pub(crate) struct Cli {
    /// When to colour what is printed; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(command::check::CheckArgs),
    Explain(command::explain::ExplainArgs),
    Suggest(command::suggest::SuggestArgs),
    List(command::list::ListArgs),
    Show(command::show::ShowArgs),
    Table(command::table::TableArgs),
    Facets(command::facets::FacetsArgs),
    Lint(command::lint::LintArgs),
    Test(command::test::TestArgs),
    Diff(command::diff::DiffArgs),
    Compile(command::compile::CompileArgs),
    Build(command::build::BuildArgs),
    #[cfg(feature = "serve")]
    Serve(command::serve::ServeArgs),
    #[cfg(feature = "serve")]
    Config(command::config::ConfigArgs),
    Init(command::init::InitArgs),
    Import(command::import::ImportArgs),
    Catalogue(command::catalogue::CatalogueArgs),
    Texts(command::texts::TextsArgs),
    Pages(command::pages::PagesArgs),
    Edit(command::edit::EditArgs),
    Schema(command::schema::SchemaArgs),
    Completions(command::completions::CompletionsArgs),
    Man(command::man::ManArgs),
}
