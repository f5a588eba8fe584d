//! Headings of columns in plain words, as plain data.

pub(super) const NAME: &[&str] = &[
    "name", "names", "tool", "tools", "tool name", "app", "apps", "app name", "application",
    "applications", "application name", "software", "software name", "software title",
    "software product", "product", "products", "product name", "service", "service name",
    "standard name", "solution", "title", "oit", "oits", "open internet tool", "system",
    "system name", "platform", "package", "extension", "technology", "program", "programme", "item",
    "tool app", "app or tool", "name of tool", "name of app", "name of application",
    "name of software", "name of product", "name of service", "name of the tool", "tool or service",
    "tool or app", "app or service", "software or service", "approved tool", "approved tools",
    "approved software", "approved apps",
];

pub(super) const ALIAS: &[&str] = &[
    "alias", "aliases", "also known as", "aka", "other names", "former name", "acronym",
];

pub(super) const VERSION: &[&str] = &[
    "version", "versions", "release", "approved version", "approved versions", "version number",
];

pub(super) const ABOUT: &[&str] = &[
    "about", "description", "descriptions", "summary", "overview", "what it is", "what it does",
    "short description", "purpose", "what it s for", "what it is for", "what is it for",
    "what it is used for", "used for", "use case", "use cases",
];

pub(super) const TYPE: &[&str] = &[
    "type", "types", "tool type", "app type", "software type", "type of tool", "type of app",
    "kind", "category", "categories", "software category", "subcategory", "function",
    "deployment type", "deployment", "hosting",
];

pub(super) const STATUS: &[&str] = &[
    "status", "approval status", "current status", "approval", "decision", "grade", "rating",
    "assessment", "outcome", "usage status", "authorisation", "authorization", "permitted",
    "allowed", "approved", "is it approved", "can i use it", "approved for use", "review status",
    "security status", "approved y n", "approved yes no", "allowed y n", "allowed yes no",
    "permitted y n", "authorised", "authorized", "can we use it", "can you use it", "may i use it",
    "tool status", "app status", "software status", "standard status", "approval decision",
    "final decision", "verdict", "clearance", "approval level", "approval state",
];

pub(super) const DOMAIN: &[&str] = &[
    "domain", "domains", "domain name", "domain names", "hostname", "hostnames", "host", "fqdn",
];

pub(super) const PACKAGE: &[&str] = &[
    "package name", "package id", "android package", "android package name", "android app id",
    "android id", "play store id", "application id",
];

pub(super) const BUNDLE: &[&str] = &[
    "bundle id", "bundle ids", "bundle identifier", "bundle", "ios bundle id", "apple bundle id",
    "macos bundle id", "cfbundleidentifier",
];

pub(super) const CONDITIONS: &[&str] = &[
    "condition", "conditions", "constraint", "constraints", "conditions constraints on use",
    "conditions of use", "conditions on use", "restriction", "restrictions", "limitations",
    "limits", "usage conditions", "usage restrictions", "requirements", "caveats", "rules",
    "terms of use", "approved uses", "approved use", "permitted use", "permitted uses",
    "acceptable use", "allowed uses", "usage", "usage guidance", "guidance", "guidance on use",
    "how it may be used", "data rules", "data", "permitted data", "data allowed", "allowed data",
    "scope", "scope of use", "scope of approval",
];

pub(super) const ROUTES: &[&str] = &[
    "access", "accessing installing tool", "how to get it", "how to access", "how to access it",
    "how to install", "installation", "install", "accessing", "getting it", "available from",
    "where to get it", "how to request", "request process",
];

pub(super) const AUDIENCE: &[&str] = &[
    "audience", "internal external", "internal or external", "for whom", "intended audience",
    "who with",
];

pub(super) const UNTIL: &[&str] = &[
    "until", "approved until", "valid until", "valid to", "expires", "expires on", "expiry",
    "expiry date", "expiration", "expiration date", "approval expires", "approval expiry",
    "approval expiry date", "approval expiration date", "approval end date", "end date",
    "end of approval",
];

pub(super) const REVIEW: &[&str] = &[
    "review", "review date", "next review", "next review date", "review by", "review due",
    "due for review",
];

pub(super) const DATE: &[&str] = &[
    "date", "approval date", "date approved", "approved on", "date of approval", "decision date",
    "date of decision", "last updated", "updated", "last reviewed", "date reviewed", "reviewed on",
    "status date",
];

pub(super) const LINK: &[&str] = &[
    "link", "url", "website", "web site", "web address", "homepage", "home page", "product page",
    "vendor website",
];

pub(super) const NOTE: &[&str] = &[
    "note", "notes", "comment", "comments", "remark", "remarks", "additional information",
    "more information", "other information",
];

pub(super) const IGNORE: &[&str] = &[
    "no", "nr", "number", "row", "id", "ref", "reference",
];

/// Words that make a heading with "data" a statement of which data.
pub(super) const CHOICES: &[&str] = &[
    "type", "types", "classification", "classifications", "class", "classes", "level", "levels", "tier", "tiers",
    "allowed", "permitted", "approved", "guidance", "suitable", "category", "categories",
];

/// Nouns for tools, in the singular.
pub(super) const TOOL_NOUNS: &[&str] = &[
    "tool", "app", "application", "service", "product", "platform", "program", "software", "system", "solution",
    "website", "name",
];
