//! No circle between the files of a crate: what a file uses can be read without it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::Visit;

/// The path of a module below its crate, and the names of an import.
type Names = Vec<String>;

/// What a file imports, re-exports and names.
#[derive(Default)]
struct File {
    /// Imports for the file itself: the local name and the whole path.
    imports: Vec<(String, Names)>,
    /// Imports that others get from here.
    exports: BTreeMap<String, Names>,
    /// Paths in the code that have more than one part.
    paths: Vec<Names>,
    children: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for File {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // A module written inside the file, as of its tests, is the file.
        if item.content.is_none() {
            self.children.insert(item.ident.to_string());
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut leaves = Vec::new();
        collect(&item.tree, &mut Vec::new(), &mut leaves);
        match item.vis {
            syn::Visibility::Inherited => self.imports.extend(leaves),
            _ => self.exports.extend(leaves),
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.paths.push(names);
        }
        syn::visit::visit_path(self, path);
    }
}

/// Collects the local name and the whole path of each import of a tree.
fn collect(tree: &syn::UseTree, above: &mut Names, leaves: &mut Vec<(String, Names)>) {
    match tree {
        syn::UseTree::Path(path) => {
            above.push(path.ident.to_string());
            collect(&path.tree, above, leaves);
            above.pop();
        }
        syn::UseTree::Name(name) => {
            let name = name.ident.to_string();
            let whole = if name == "self" { above.clone() } else { [above.as_slice(), &[name]].concat() };
            leaves.push((whole.last().cloned().unwrap_or_default(), whole));
        }
        syn::UseTree::Rename(rename) => {
            leaves.push((rename.rename.to_string(), [above.as_slice(), &[rename.ident.to_string()]].concat()));
        }
        syn::UseTree::Glob(_) => leaves.push(("*".to_owned(), above.clone())),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, above, leaves)),
    }
}

/// The files of a crate by the paths of their modules.
struct Crate(BTreeMap<Names, File>);

impl Crate {
    fn read(src: &Path) -> Self {
        let mut files = BTreeMap::new();
        for path in super::files(src, &["rs"]) {
            let mut names: Names = path
                .strip_prefix(src)
                .expect("a file of the crate")
                .with_extension("")
                .iter()
                .map(|name| name.to_string_lossy().into_owned())
                .collect();
            if names.last().is_some_and(|name| ["mod", "lib", "main"].contains(&name.as_str())) {
                names.pop();
            }
            let parsed = syn::parse_file(&fs::read_to_string(&path).expect("text")).expect("Rust");
            let mut file = File::default();
            file.visit_file(&parsed);
            files.insert(names, file);
        }
        Self(files)
    }

    /// Returns the module that has the item to which a path in `module` leads, if it is in the crate.
    fn target(&self, module: &Names, path: &[String]) -> Option<Names> {
        self.item(&self.absolute(module, path)?)
    }

    /// Returns a path in `module` as one below the crate, if it leads into it.
    fn absolute(&self, module: &Names, path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        let file = self.0.get(module)?;
        let mut at = match first.as_str() {
            "crate" => Names::new(),
            "self" => module.clone(),
            "super" => module.split_last()?.1.to_vec(),
            child if file.children.contains(child) => [module.as_slice(), &[child.to_owned()]].concat(),
            name => {
                let (_, imported) = file.imports.iter().find(|(local, path)| local == name && path[0] != name)?;
                self.absolute(module, imported)?
            }
        };
        for name in rest {
            match name.as_str() {
                "super" => drop(at.pop()),
                name => at.push(name.to_owned()),
            }
        }
        Some(at)
    }

    /// Follows a path below the crate to the module that has its item, through re-exports.
    fn item(&self, path: &[String]) -> Option<Names> {
        let depth = (0..=path.len()).rev().find(|depth| self.0.contains_key(&path[..*depth]))?;
        let (module, rest) = path.split_at(depth);
        let module = module.to_vec();
        let exported = rest.first().and_then(|name| self.0[&module].exports.get(name));
        exported.and_then(|exported| self.target(&module, exported)).or(Some(module))
    }

    /// Returns for each file the files that it uses.
    fn uses(&self) -> BTreeMap<&Names, BTreeSet<Names>> {
        let used = |(module, file): (&'_ Names, &'_ File)| -> BTreeSet<Names> {
            let paths = file.imports.iter().map(|(_, path)| path).chain(&file.paths);
            paths.filter_map(|path| self.target(module, path)).filter(|target| target != module).collect()
        };
        self.0.iter().map(|(module, file)| (module, used((module, file)))).collect()
    }

    /// Returns each use that is part of a circle, as `from -> to`.
    fn circles(&self) -> Vec<String> {
        let uses = self.uses();
        let reaches = |from: &Names, to: &Names| {
            let (mut seen, mut open) = (BTreeSet::from([from]), vec![from]);
            while let Some(module) = open.pop() {
                open.extend(uses[module].iter().filter(|next| seen.insert(next)));
            }
            seen.contains(to)
        };
        let pairs = uses.iter().flat_map(|(from, targets)| targets.iter().map(move |to| (*from, to)));
        let written = |(from, to): (&Names, &Names)| format!("{} -> {}", from.join("::"), to.join("::"));
        pairs.filter(|(from, to)| reaches(to, from)).map(written).collect()
    }
}

#[test]
fn files_use_one_another_in_one_direction() {
    let mut found = Vec::new();
    for (name, src) in super::crate_sources() {
        found.extend(Crate::read(&src).circles().into_iter().map(|used| format!("{name}: {used}")));
    }
    assert!(
        found.is_empty(),
        "these uses make circles; move what both need to a file of its own:\n{}",
        found.join("\n")
    );
}

#[test]
fn circles_are_found_through_modules_and_imports() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/circles/src");
    let expected = ["first -> second", "second -> third", "third -> first"];
    assert_eq!(Crate::read(&dir).circles(), expected);
}
