use super::node::Section;
use super::products::Products;
use super::scope::no_value;
use super::validate::Reference;
use crate::Diagnostic;
use countersign_model::{FileId, Id, Kind, Pack, Span, ValueSet};
use std::collections::BTreeMap;

/// The state that all readers share.
pub(super) struct Reader<'a> {
    pub(super) pack: Pack,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) references: Vec<Reference>,
    pub(super) translated: Vec<(String, Span)>,
    /// Facets with too many values or none: their ids, places and numbers of values.
    pub(super) sized: Vec<(Id, Span, usize)>,
    /// The pack of the chain that is being read, by its place.
    pub(super) layer: usize,
    pub(super) layers: &'a [usize],
    /// Which packs of the chain are catalogues.
    pub(super) catalogues: &'a [bool],
    /// What catalogues describe.
    pub(super) products: Products,
    /// The number of layers that decide. The others count only for the words in which questions are
    /// asked: facets, units, kinds and listings.
    pub(super) deciding: usize,
    /// Facets that a pack leaves open for those that extend it, with the layer of that pack and the
    /// values to choose from.
    pub(super) left_open: BTreeMap<Id, (usize, Vec<String>)>,
}

impl Reader<'_> {
    /// Returns true if a catalogue is being read.
    pub(super) fn in_catalogue(&self) -> bool {
        self.catalogues.get(self.layer).copied().unwrap_or_default()
    }

    pub(super) fn layer_of(&self, file: FileId) -> usize {
        self.layers.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// Returns true if the decisions of the pack being read count.
    pub(super) fn decides(&self) -> bool {
        self.layer < self.deciding
    }

    /// Declares a kind, or completes a catalogue's.
    pub(super) fn kind(&mut self, kind: Kind) {
        let in_catalogue = self.in_catalogue();
        self.products.kind(&mut self.pack, kind, in_catalogue, &mut self.faults);
    }

    /// Reads what a tool or a kind is good for: values of the facet that the pack names for this.
    pub(super) fn serves(&mut self, row: &Section<'_>) -> ValueSet {
        let mut values = ValueSet::default();
        let Some(node) = row.get("serves") else { return values };
        let Some(facet) = self.pack.settings.serves.and_then(|place| self.pack.facets.at(place)) else {
            let fault =
                Diagnostic::error("no-serves-facet", node.span(), "the pack does not say which facet tools serve");
            self.faults.push(fault.help("add `serves = \"FACET\"` to `pack.toml`"));
            return values;
        };
        for item in node.one_or_many() {
            let Some(text) = item.text() else { continue };
            match facet.value(text) {
                Some(value) => values.insert(value),
                None => self.faults.push(no_value(item, facet, text)),
            }
        }
        values
    }
}
