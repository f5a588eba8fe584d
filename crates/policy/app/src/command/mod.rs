//! The commands of the policy, each in its own file.

mod catalogue;
mod check;
mod compile;
mod diff;
mod edit;
mod explain;
mod facets;
mod import;
mod init;
mod lint;
mod list;
mod pages;
mod register_test;
mod show;
mod suggest;
mod table;
mod test;
mod texts;

use clap::Subcommand;
use countersign_command::{CliError, Exit};
use std::io::Write;

/// The commands.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "the doc comment of each command's arguments is its help")]
pub enum Commands {
    Check(check::CheckArgs),
    Explain(explain::ExplainArgs),
    Suggest(suggest::SuggestArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Table(table::TableArgs),
    Facets(facets::FacetsArgs),
    Lint(lint::LintArgs),
    Test(test::TestArgs),
    Diff(diff::DiffArgs),
    Compile(compile::CompileArgs),
    Init(init::InitArgs),
    Import(import::ImportArgs),
    Catalogue(catalogue::CatalogueArgs),
    Texts(texts::TextsArgs),
    Pages(pages::PagesArgs),
    Edit(edit::EditArgs),
}

impl Commands {
    /// Runs the chosen command.
    ///
    /// # Errors
    /// Returns an error if the command cannot do its work.
    pub fn run(&self, out: &mut dyn Write) -> Result<Exit, CliError> {
        match self {
            Self::Check(args) => check::run(args, out),
            Self::Explain(args) => explain::run(args, out),
            Self::Suggest(args) => suggest::run(args, out),
            Self::List(args) => list::run(args, out),
            Self::Show(args) => show::run(args, out),
            Self::Table(args) => table::run(args, out),
            Self::Facets(args) => facets::run(args, out),
            Self::Lint(args) => lint::run(args, out),
            Self::Test(args) => test::run(args, out),
            Self::Diff(args) => diff::run(args, out),
            Self::Compile(args) => compile::run(args, out),
            Self::Init(args) => init::run(args, out),
            Self::Import(args) => import::run(args, out),
            Self::Catalogue(args) => catalogue::run(args, out),
            Self::Texts(args) => texts::run(args, out),
            Self::Pages(args) => pages::run(args, out),
            Self::Edit(args) => edit::run(args, out),
        }
    }
}
