//! What stays of a former build where an artefact cannot be built at all.

use crate::tree::{Tree, sha256};
use crate::{Manifest, Standing};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Tree {
    /// The deployments for which nothing could be built.
    pub fn refused(&self) -> Vec<String> {
        let refused = self.manifest.artefacts.iter().filter(|(_, artefact)| artefact.refused.is_some());
        refused.map(|(folder, _)| folder.clone()).collect()
    }

    /// Keeps the files that a former build made for a deployment for which nothing can
    /// be built now, so that what they block stays blocked; false if any of them is not
    /// as that build wrote it. `files` are by their path inside the deployment's folder.
    pub fn keep(&mut self, folder: &str, former: &Manifest, files: BTreeMap<String, Vec<u8>>) -> bool {
        let Some(before) = former.artefacts.get(folder) else { return false };
        let Some(artefact) = self.manifest.artefacts.get_mut(folder) else { return false };
        let as_written = |(path, known): (&String, &crate::FileOf)| {
            files.get(path).is_some_and(|bytes| sha256(bytes) == known.sha256)
        };
        if artefact.refused.is_none() || before.files.is_empty() || !before.files.iter().all(as_written) {
            return false;
        }
        let kept_from = before.kept_from.clone().unwrap_or_else(|| former.at.clone());
        let refused = artefact.refused.take();
        *artefact = crate::Artefact { refused, kept_from: Some(kept_from.clone()), ..before.clone() };
        for (path, bytes) in files.into_iter().filter(|(path, _)| before.files.contains_key(path)) {
            self.files.insert(format!("{folder}/{path}"), Arc::new(bytes));
        }
        for (tool, known) in &mut self.manifest.tools {
            let blocked = former.standing(tool, folder).is_some_and(|standing| standing.blocked);
            let Some(place) =
                known.stands.iter().position(|standing| standing.artefacts.iter().any(|own| own == folder))
            else {
                continue;
            };
            let Some(standing) = known.stands.get_mut(place) else { continue };
            if standing.blocked == blocked {
                continue;
            }
            standing.artefacts.retain(|own| own != folder);
            let rules = standing.rules.clone();
            if standing.artefacts.is_empty() {
                known.stands.remove(place);
            }
            let why = format!("nothing could be built, and the files of {kept_from} stay");
            known.stands.push(Standing { artefacts: vec![folder.to_owned()], blocked, why, rules });
        }
        self.write_manifest();
        true
    }
}
