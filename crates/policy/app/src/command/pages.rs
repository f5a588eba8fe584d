use clap::Args;
use countersign_command::args::{LanguageArgs, PackArgs};
use countersign_command::completion;
use countersign_command::load::load;
use countersign_command::{CliError, Exit};
use countersign_decide::Localizer;
use countersign_model::nearest;
use std::io::Write;

/// The pack's prose: its pages, or one of them
#[derive(Debug, Args)]
pub struct PagesArgs {
    /// The page to print; without it all are listed
    #[arg(value_name = "PAGE", add = completion::pages())]
    page: Option<String>,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
}

pub(crate) fn run(args: &PagesArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let loaded = load(&args.pack.location())?;
    let pack = &loaded.policy.pack;
    let say = Localizer::new(pack, args.words.lang.as_deref());
    let Some(wanted) = &args.page else {
        for page in &pack.pages {
            writeln!(out, "{:<24} {}", page.id.as_str(), say.say(&page.title))?;
        }
        return Ok(Exit::Success);
    };
    let Some(page) = pack.pages.get(wanted) else {
        let near = nearest(wanted, pack.pages.ids()).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "`countersign pages` lists them".into());
        return Err(CliError::misuse(format!("there is no page `{}`", wanted.escape_debug()), help));
    };
    writeln!(out, "{}", say.say(&page.body))?;
    Ok(Exit::Success)
}
