use countersign_model::{Duration, FileId, Id, PartialDate, Span, Text};
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value of a document, with its file.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) file: FileId,
    pub(crate) value: &'a Spanned<DeValue<'a>>,
}

/// A table of a document, with the id prefix of its sentences.
#[derive(Clone)]
pub(crate) struct Section<'a> {
    pub(crate) file: FileId,
    pub(crate) table: &'a DeTable<'a>,
    pub(crate) span: Span,
    pub(crate) path: String,
}

/// A key with its place.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

impl<'a> Node<'a> {
    pub(crate) fn span(self) -> Span {
        let span = self.value.span();
        Span::new(self.file, span.start, span.end)
    }

    pub(crate) fn text(self) -> Option<&'a str> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn id(self) -> Option<Id> {
        Id::parse(self.text()?).ok()
    }

    pub(crate) fn flag(self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> Option<i64> {
        match self.value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        }
    }

    pub(crate) fn day(self) -> Option<Date> {
        match self.value.get_ref() {
            DeValue::Datetime(day) if day.time.is_none() => day.to_string().parse().ok(),
            DeValue::String(text) if text.len() == 10 => text.parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn date(self) -> Option<PartialDate> {
        match self.value.get_ref() {
            DeValue::Integer(_) => PartialDate::parse(&format!("{:04}", self.number()?)).ok(),
            DeValue::Datetime(day) if day.time.is_none() => PartialDate::parse(&day.to_string()).ok(),
            DeValue::String(text) => PartialDate::parse(text).ok(),
            _ => None,
        }
    }

    pub(crate) fn duration(self) -> Option<Duration> {
        Duration::parse(self.text()?).ok()
    }

    pub(crate) fn items(self) -> Option<impl Iterator<Item = Node<'a>>> {
        match self.value.get_ref() {
            DeValue::Array(items) => {
                let file = self.file;
                Some(items.iter().map(move |value| Node { file, value }))
            }
            _ => None,
        }
    }

    /// Returns the items of a list, or the value itself.
    pub(crate) fn one_or_many(self) -> Vec<Node<'a>> {
        match self.items() {
            Some(items) => items.collect(),
            None => vec![self],
        }
    }

    pub(crate) fn section(self, path: String) -> Option<Section<'a>> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(Section { file: self.file, table, span: self.span(), path }),
            _ => None,
        }
    }

    /// Returns the name of its type, for messages.
    pub(crate) fn what(self) -> &'static str {
        match self.value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

impl<'a> Section<'a> {
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.table.get(key)?;
        Some(Node { file: self.file, value })
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (Key<'a>, Node<'a>)> + use<'a> {
        let file = self.file;
        self.table.iter().map(move |(key, value)| {
            let span = key.span();
            (Key { text: key.get_ref(), span: Span::new(file, span.start, span.end) }, Node { file, value })
        })
    }

    /// Returns the tables of a table of tables, each with its id.
    pub(crate) fn rows(&self, key: &str) -> Vec<(Id, Key<'a>, Section<'a>)> {
        let Some(section) = self.child(key) else { return Vec::new() };
        let row = |(key, node): (Key<'a>, Node<'a>)| {
            let id = Id::parse(key.text).ok()?;
            let path = format!("{}.{}", section.path, id);
            Some((id, key, node.section(path)?))
        };
        section.entries().filter_map(row).collect()
    }

    /// Returns the tables of a list of tables.
    pub(crate) fn list(&self, key: &str) -> Vec<Section<'a>> {
        let items = self.get(key).and_then(Node::items);
        let section = |(place, node): (usize, Node<'a>)| node.section(format!("{}.{}", self.at(key), place + 1));
        items.map(|items| items.enumerate().filter_map(section).collect()).unwrap_or_default()
    }

    pub(crate) fn child(&self, key: &str) -> Option<Section<'a>> {
        self.get(key)?.section(self.at(key))
    }

    fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Returns a sentence under a key, with its id.
    pub(crate) fn prose(&self, key: &str) -> Option<Text> {
        let text = self.get(key)?.text()?;
        Some(Text::new(self.at(key), tidy(text)))
    }

    /// Returns a required sentence. Empty if it is missing, which is already reported as an error.
    pub(crate) fn prose_or_empty(&self, key: &str) -> Text {
        self.prose(key).unwrap_or_else(|| Text::new(self.at(key), ""))
    }

    /// Returns one sentence or several under a key, with their ids.
    pub(crate) fn proses(&self, key: &str) -> Vec<Text> {
        let nodes = self.get(key).map(Node::one_or_many).unwrap_or_default();
        let single = nodes.len() == 1 && self.get(key).is_some_and(|node| node.text().is_some());
        let text = |(place, node): (usize, Node<'_>)| {
            let id = if single { self.at(key) } else { format!("{}.{}", self.at(key), place + 1) };
            Some(Text::new(id, tidy(node.text()?)))
        };
        nodes.into_iter().enumerate().filter_map(text).collect()
    }

    pub(crate) fn line(&self, key: &str) -> Option<String> {
        Some(self.get(key)?.text()?.trim().to_owned())
    }

    pub(crate) fn lines(&self, key: &str) -> Vec<String> {
        let nodes = self.get(key).map(Node::one_or_many).unwrap_or_default();
        nodes.into_iter().filter_map(|node| Some(node.text()?.trim().to_owned())).collect()
    }

    pub(crate) fn id(&self, key: &str) -> Option<Id> {
        self.get(key)?.id()
    }

    pub(crate) fn ids(&self, key: &str) -> Vec<Id> {
        let nodes = self.get(key).map(Node::one_or_many).unwrap_or_default();
        nodes.into_iter().filter_map(Node::id).collect()
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.get(key)?.flag()
    }

    pub(crate) fn day(&self, key: &str) -> Option<Date> {
        self.get(key)?.day()
    }

    pub(crate) fn duration(&self, key: &str) -> Option<Duration> {
        self.get(key)?.duration()
    }

    pub(crate) fn date(&self, key: &str) -> Option<PartialDate> {
        self.get(key)?.date()
    }
}

/// Returns prose for display: line breaks become spaces, and an empty line separates paragraphs.
pub(crate) fn tidy(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    paragraphs.join("\n\n")
}
