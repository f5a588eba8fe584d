//! What stays of an earlier build if an artefact cannot be built, or was not asked for.

use crate::build::Build;
use crate::digest::sha256;
use crate::{Manifest, ToolStatus};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Build {
    /// Returns the deployments for which nothing could be built.
    pub fn refused(&self) -> Vec<String> {
        let refused = self.manifest.artefacts.iter().filter(|(_, artefact)| artefact.refused.is_some());
        refused.map(|(folder, _)| folder.clone()).collect()
    }

    /// Leaves an artefact that this build was not asked for as an earlier build made it, so that
    /// what it blocks stays blocked. `files` are the present ones, by path inside its folder. A
    /// file that was edited by hand stays edited.
    pub fn leave(&mut self, folder: &str, former: &Manifest, files: BTreeMap<String, Arc<Vec<u8>>>) {
        let Some(before) = former.artefacts.get(folder) else { return };
        let kept_from = before.kept_from.clone().unwrap_or_else(|| former.at.clone());
        let artefact = crate::Artefact { kept_from: Some(kept_from), ..before.clone() };
        self.manifest.artefacts.insert(folder.to_owned(), artefact);
        // The earlier of the two days, because a build is needed after it.
        self.manifest.until = [self.manifest.until.take(), former.until.clone()].into_iter().flatten().min();
        for (path, bytes) in files.into_iter().filter(|(path, _)| before.files.contains_key(path)) {
            self.files.insert(format!("{folder}/{path}"), bytes);
        }
        for (tool, known) in &former.tools {
            let Some(standing) = former.standing(tool, folder) else { continue };
            let name = || crate::Known { name: known.name.clone(), stands: Vec::new() };
            let own = self.manifest.tools.entry(tool.clone()).or_insert_with(name);
            own.add(ToolStatus { artefacts: vec![folder.to_owned()], ..standing.clone() });
        }
        self.left.insert(folder.to_owned());
        self.write_manifest();
    }

    /// Keeps the files of an earlier build for a deployment for which nothing can be built now, so
    /// that what they block stays blocked. Returns false if any of them has changed since. `files`
    /// are by path inside the deployment's folder.
    pub fn keep(&mut self, folder: &str, former: &Manifest, files: BTreeMap<String, Arc<Vec<u8>>>) -> bool {
        let Some(before) = former.artefacts.get(folder) else { return false };
        let Some(artefact) = self.manifest.artefacts.get_mut(folder) else { return false };
        let as_written = |(path, known): (&String, &crate::FileEntry)| {
            files.get(path).is_some_and(|bytes| sha256(bytes) == known.sha256)
        };
        if artefact.refused.is_none() || before.files.is_empty() || !before.files.iter().all(as_written) {
            return false;
        }
        let kept_from = before.kept_from.clone().unwrap_or_else(|| former.at.clone());
        let refused = artefact.refused.take();
        *artefact = crate::Artefact { refused, kept_from: Some(kept_from.clone()), ..before.clone() };
        for (path, bytes) in files.into_iter().filter(|(path, _)| before.files.contains_key(path)) {
            self.files.insert(format!("{folder}/{path}"), bytes);
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
            known.stands.push(ToolStatus { artefacts: vec![folder.to_owned()], blocked, why, rules });
        }
        self.write_manifest();
        true
    }
}
