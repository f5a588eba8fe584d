//! Builds the artefacts of a pack, one version after the other.

use countersign_artefact::review::{unkept, unknown_consumers};
use countersign_artefact::{Build, tree};
use countersign_command::load::{LoadCache, load_again};
use countersign_command::{CliError, PackLocation};
use countersign_compiled::Policy;
use countersign_decide::enforcement::Planner;
use countersign_lint::name_collisions;
use countersign_model::{Deployment, Pack, Plan, nearest};
use countersign_pack::Diagnostic;

/// A builder that computes only the changes since the previous version.
#[derive(Default)]
pub(crate) struct Builder {
    warm: LoadCache,
    zone: String,
    others: Vec<String>,
}

impl Builder {
    /// Returns the artefacts of the deployments in `only`, or of all if it is empty.
    pub(crate) fn tree(
        &mut self,
        pack: &PackLocation,
        only: &[String],
        former: Option<&Build>,
    ) -> Result<Build, CliError> {
        let (policy, any_day) = load_again(pack, &mut self.warm)?;
        self.zone.clone_from(&policy.pack.settings.time_zone);
        let faults = unknown_consumers(&policy.pack);
        if !faults.is_empty() {
            return Err(CliError::Fault(faults, Box::new(any_day.into_files())));
        }
        let wanted = chosen_deployments(&policy.pack, only)?;
        let others = policy.pack.deployments.iter().filter(|own| !wanted.iter().any(|other| other.id == own.id));
        self.others = others.map(|own| own.id.to_string()).collect();
        match planned(&policy, &wanted)? {
            Ok(plans) => {
                let tree = tree(&plans, former);
                // Freeing a large pack takes long, so another thread does it.
                let _ = std::thread::Builder::new().spawn(move || drop((plans, policy, any_day)));
                Ok(tree)
            }
            Err(conflicts) => Err(CliError::Fault(conflicts, Box::new(any_day.into_files()))),
        }
    }

    /// Returns the deployments of the last pack that `only` left out.
    pub(crate) fn others(&self) -> &[String] {
        &self.others
    }

    /// Returns the time zone of the last pack, empty before the first build.
    pub(crate) fn zone(&self) -> &str {
        &self.zone
    }
}

/// Returns the deployments in `only`, or all if it is empty.
fn chosen_deployments<'a>(pack: &'a Pack, only: &[String]) -> Result<Vec<&'a Deployment>, CliError> {
    if pack.deployments.is_empty() {
        return Err(CliError::misuse(
            "this pack declares no deployment, so there is nothing to build for",
            "say where files are loaded, as in `[deployments.unbound]` with `name = \"The resolvers\"` and `serves = { device = \"issued\" }`; `countersign build --list` lists the consumers",
        ));
    }
    for name in only {
        let known = |deployment: &Deployment| deployment.id.as_str() == name || deployment.consumer == *name;
        if !pack.deployments.iter().any(known) {
            let words = pack.deployments.iter().map(|deployment| deployment.id.as_str());
            let help = match nearest(name, words.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", words.collect::<Vec<_>>().join(", ")),
            };
            return Err(CliError::misuse(format!("the pack declares no deployment `{}`", name.escape_debug()), help));
        }
    }
    let asked = |deployment: &&Deployment| {
        only.is_empty() || only.iter().any(|name| deployment.id.as_str() == name || deployment.consumer == *name)
    };
    Ok(pack.deployments.iter().filter(asked).collect())
}

/// Returns the plans, or the conflicts that prevent them.
fn planned(policy: &Policy, deployments: &[&Deployment]) -> Result<Result<Vec<Plan>, Vec<Diagnostic>>, CliError> {
    let mut planner = Planner::new(policy);
    let (mut plans, mut found) = (Vec::new(), Vec::new());
    for deployment in deployments {
        let (plan, conflicts) = planner.plan(deployment)?;
        plans.push(plan);
        found.extend(conflicts);
    }
    let mut told = name_collisions(found);
    told.extend(unkept(&plans));
    Ok(if told.is_empty() { Ok(plans) } else { Err(told) })
}
