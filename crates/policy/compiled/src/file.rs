//! The file of a compiled policy: see `docs/reference/compiled-format.md`.

use crate::codec::{Reader, Writer};
use crate::unreadable::{FORMAT, Unreadable};
use crate::{Conditions, Decisions, FacetSymbols, Period, Policy, Symbols};
use countersign_diagram::{Frozen, Node, Variables};
use countersign_model::{Exemption, Id, Pack, Table};
use jiff::civil::Date;
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"CSPOLICY";

/// Returns true if bytes begin like a compiled policy of any version, even if the rest is damaged.
pub fn begins_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

impl Policy {
    /// Returns the policy as a file, without the holders and purposes of exemptions.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer(Vec::new());
        self.decisions.write(&mut out);
        let mut pack = Pack::clone(&self.pack);
        pack.exemptions = unnamed(&self.pack.exemptions);
        // Every part of the model can be encoded.
        out.bytes(&postcard::to_stdvec(&pack).unwrap_or_default());
        let mut file = Writer(MAGIC.to_vec());
        file.word(FORMAT);
        file.word(crc32fast::hash(&out.0));
        file.0.extend_from_slice(&out.0);
        file.0
    }

    /// Reads a policy from a file.
    ///
    /// # Errors
    /// Returns an error if the bytes are not a policy of this version.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let (decisions, model) = parts(bytes)?;
        let pack: Pack = postcard::from_bytes(model).map_err(|_| Unreadable::Garbled("the pack"))?;
        if !decisions.names.are_of(&pack) {
            return Err(Unreadable::Garbled("a name"));
        }
        Ok(Self { pack: Arc::new(pack), decisions })
    }
}

/// Returns exemptions without holder, purposes, mitigations, approvals and name.
fn unnamed(exemptions: &Table<Exemption>) -> Table<Exemption> {
    let mut unnamed = Table::default();
    for (place, exemption) in exemptions.iter().enumerate() {
        let Some(id) = Id::slug(&format!("exemption-{}", place + 1)) else { continue };
        unnamed.replace(Exemption {
            id,
            holder: Default::default(),
            purposes: Vec::new(),
            mitigations: Vec::new(),
            approvals: Vec::new(),
            ..exemption.clone()
        });
    }
    unnamed
}

impl Decisions {
    /// Reads the decisions from the file of a policy, without the words for answers.
    ///
    /// # Errors
    /// Returns an error if the bytes are not a policy of this version.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        parts(bytes).map(|(decisions, _)| decisions)
    }

    fn write(&self, out: &mut Writer) {
        out.word(from_day(Some(self.at)));
        out.word(from_day(self.period.from));
        out.word(from_day(self.period.until));
        out.count(self.names.facets.len());
        for facet in &self.names.facets {
            out.bytes(facet.id.as_bytes());
            out.word(facet.default.map_or(0, |default| default as u32 + 1));
            out.texts(&facet.values);
        }
        let names = &self.names;
        [&names.approvals, &names.units, &names.tools, &names.kinds].into_iter().for_each(|texts| out.texts(texts));
        out.words(self.diagrams.shape().order().iter().map(|variable| *variable as u32));
        out.words(self.diagrams.words());
        let conditions = &self.conditions;
        let nodes = |nodes: &[Node]| nodes.iter().map(|node| node.word()).collect::<Vec<u32>>();
        let numbers = |numbers: &[u32], out: &mut Writer| out.words(numbers.iter().copied());
        numbers(&conditions.subjects, out);
        numbers(&conditions.units, out);
        out.count(conditions.unit_classes);
        numbers(&nodes(&conditions.verdicts), out);
        numbers(&nodes(&conditions.plain), out);
        numbers(&conditions.shared, out);
        numbers(&conditions.subject_looks, out);
        numbers(&conditions.unit_looks, out);
        out.words(conditions.starts.iter().map(|(start, _)| *start));
        out.words(conditions.starts.iter().map(|(_, looks)| *looks));
        numbers(&nodes(&conditions.shared_conditions), out);
        numbers(&conditions.own_starts, out);
        out.words(conditions.own.iter().map(|(rule, _)| *rule));
        out.words(conditions.own.iter().map(|(_, node)| node.word()));
        numbers(&conditions.cites_listing, out);
    }
}

fn parts(bytes: &[u8]) -> Result<(Decisions, &[u8]), Unreadable> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Unreadable::NoPolicy)?;
    let mut reader = Reader { rest };
    let version = reader.word()?;
    if version != FORMAT {
        return Err(Unreadable::Version(version));
    }
    if reader.word()? != crc32fast::hash(reader.rest) {
        return Err(Unreadable::Damaged);
    }
    let decisions = decisions(&mut reader)?;
    let model = reader.bytes()?;
    if reader.rest.is_empty() { Ok((decisions, model)) } else { Err(Unreadable::Garbled("its end")) }
}

fn decisions(reader: &mut Reader<'_>) -> Result<Decisions, Unreadable> {
    let at = to_day(reader.word()?)?.ok_or(Unreadable::Garbled("the day"))?;
    let period = Period { from: to_day(reader.word()?)?, until: to_day(reader.word()?)? };
    let facets = reader.count()?.min(Variables::MOST + 1);
    let facets = (0..facets).map(|_| facet(reader)).collect::<Result<Vec<FacetSymbols>, Unreadable>>()?;
    let (approvals, units) = (reader.texts()?, reader.texts()?);
    let names = Symbols { facets, approvals, units, tools: reader.texts()?, kinds: reader.texts()? };
    let sizes: Vec<usize> =
        names.facets.iter().map(|facet| facet.values.len()).chain(names.approvals.iter().map(|_| 2)).collect();
    let order: Vec<usize> = reader.words()?.map(|variable| variable as usize).collect();
    // Facets come first: once all facts are known, only functions of approvals remain.
    if order.iter().take(names.facets.len()).any(|variable| *variable >= names.facets.len()) {
        return Err(Unreadable::Garbled("the order of the facets"));
    }
    let shape = Variables::new(sizes, order).map_err(|_| Unreadable::Garbled("a facet"))?;
    let diagrams = Frozen::from_words(shape, reader.words()?)?;
    let conditions = conditions(reader, &diagrams)?;
    Ok(Decisions::whole(names, (at, period), diagrams, conditions))
}

fn facet(reader: &mut Reader<'_>) -> Result<FacetSymbols, Unreadable> {
    let id = reader.text()?;
    let default = reader.count()?.checked_sub(1);
    Ok(FacetSymbols { id, default, values: reader.texts()? })
}

fn conditions(reader: &mut Reader<'_>, diagrams: &Frozen) -> Result<Conditions, Unreadable> {
    let nodes = |reader: &mut Reader<'_>| -> Result<Vec<Node>, Unreadable> {
        reader.words()?.map(|word| diagrams.function(word).map_err(Unreadable::from)).collect()
    };
    let subjects = reader.words()?.collect();
    let units = reader.words()?.collect();
    let unit_classes = reader.count()?;
    let (verdicts, plain) = (nodes(reader)?, nodes(reader)?);
    let shared = reader.words()?.collect();
    let (subject_looks, unit_looks) = (reader.words()?.collect(), reader.words()?.collect());
    let (starts, looks) = (reader.words()?, reader.words()?);
    let starts = starts.zip(looks).collect();
    let shared_conditions = nodes(reader)?;
    let own_starts = reader.words()?.collect();
    let (rules, own) = (reader.words()?, nodes(reader)?);
    Ok(Conditions {
        subjects,
        units,
        unit_classes,
        verdicts,
        plain,
        shared,
        subject_looks,
        unit_looks,
        starts,
        shared_conditions,
        own_starts,
        own: rules.zip(own).collect(),
        cites_listing: reader.words()?.collect(),
    })
}

/// Returns a day as a number, as in 20261121. 0 means no day.
fn from_day(day: Option<Date>) -> u32 {
    let number = |day: Date| (day.year().max(0) as u32) * 10_000 + (day.month() as u32) * 100 + day.day() as u32;
    day.map_or(0, number)
}

fn to_day(number: u32) -> Result<Option<Date>, Unreadable> {
    let part = |part: u32| i8::try_from(part % 100).map_err(|_| Unreadable::Garbled("a day"));
    if number == 0 {
        return Ok(None);
    }
    let year = i16::try_from(number / 10_000).map_err(|_| Unreadable::Garbled("a day"))?;
    Date::new(year, part(number / 100)?, part(number)?).map(Some).map_err(|_| Unreadable::Garbled("a day"))
}
