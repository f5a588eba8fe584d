//! Rules, from text through the scan to Cedar's validator.
#![no_main]

use countersign_compile::compile;
use countersign_pack::read;
use countersign_testkit::folder;
use libfuzzer_sys::fuzz_target;

const PACK: &str = "format = 1\nname = \"N\"\nversion = \"1\"\nroutes = [\"device\"]\nunits.all = { name = \"All\" }\napprovals.manager = { name = \"m\", by = \"help\" }\ncontacts.help = { name = \"H\", subject = \"s\" }\nfacets.device = { question = \"?\", values = { own = \"Own\", issued = \"Issued\" } }\n";

fuzz_target!(|text: &str| {
    let reading = read(&[folder(&[("pack.toml", PACK), ("rules/fuzz.cedar", text)])]);
    let _ = compile(reading.pack, &reading.files);
});
