//! Words beside the phrases of a remark, by what they say, as plain data.

/// Phrases strong enough to count in a description, where words like "only" and "request" say what
/// a tool does.
pub(super) const STRONG: &[&str] = &[
    "not approved", "not allowed", "not permitted", "not authorised", "not authorized", "not cleared",
    "not for use", "not to be used", "not be used", "no longer approved", "no longer supported",
    "no longer allowed", "no longer permitted", "no longer available", "no longer authorised",
    "no longer authorized", "must not be used", "may not be used", "must not use", "should not be used",
    "should not use", "do not use", "never use", "can not be used", "not recommended", "no longer recommended",
    "banned", "prohibited", "withdrawn", "do not install", "on hold", "under review", "pending review",
    "pending approval", "awaiting approval", "requires approval", "needs approval", "blacklisted", "unapproved",
    "revoked", "rejected", "suspended", "stop using", "for use only", "only be used", "only for use",
    "approved only", "only approved", "use only", "servers only", "limited to", "restricted to",
    "only approved for", "subject to approval", "prior approval", "being withdrawn", "avoid personal",
    "avoid sensitive", "not be installed", "avoid using",
];

/// Words after "do not use" that refer to the tool. A "do not use" without any object also refers
/// to it.
pub(super) const OF_THE_TOOL: &[&str] = &[
    "it", "this", "that", "these", "them", "the", "for", "with", "to", "in", "on", "at", "by", "until", "unless",
    "if", "when", "where", "outside", "within", "without", "since", "because", "as", "any", "anymore", "again",
    "from", "after", "before", "during", "other", "or", "and", "under", "except", "while", "yet", "now", "please",
    "here",
];

/// Verbs of those who decide. If they do not do this for a tool, people cannot rely on it.
pub(super) const DECIDES: &[&str] = &[
    "recommend", "advise", "encourage", "allow", "permit", "approve", "support", "endorse", "authorise", "authorize",
    "accept", "sanction", "trust", "clear", "assure", "license", "adopt", "rely", "expect", "want", "consider",
];

/// Phrases for permission from another person.
pub(super) const LEAVE: &[&str] = &[
    "without approval", "without further approval", "without asking", "without permission", "without prior",
    "without written", "without the", "without a", "without an", "without consent", "without agreement",
    "without clearance", "without authorisation", "without authorization", "without sign off", "without checking",
    "without first",
];

/// Words that start an action with a tool, other than using it.
pub(super) const ACTS: &[&str] = &["a", "an", "your", "personal", "public", "shared", "free", "own", "unmanaged"];

/// Verbs for putting information into a tool.
pub(super) const HANDLING: &[&str] = &[
    "use", "used", "using", "enter", "entering", "entered", "upload", "uploading", "uploaded", "share", "sharing",
    "shared", "put", "putting", "store", "storing", "stored", "process", "processing", "processed", "input",
    "inputting", "hold", "holding", "held", "submit", "submitting", "include", "including", "paste", "pasting",
    "send", "sending", "record", "recording", "add", "adding", "type", "typing", "provide", "providing",
    "disclose", "disclosing", "transfer", "handle", "handling", "save", "saving", "keep", "contain", "transmit",
    "copy", "post", "posting", "be", "not", "no", "avoid", "allowed", "permitted", "approved", "suitable",
];

/// Words beside a limit that add nothing.
pub(super) const FILLERS: &[&str] = &[
    "please", "note", "also", "and", "or", "so", "you", "we", "users", "it", "this", "that", "is", "are", "was",
    "has", "have", "been", "being", "be", "tool", "tools", "the", "software", "app", "application", "apps",
    "currently", "now", "any", "anything", "something", "all", "of", "a", "an", "in", "into", "with", "for", "to", "on", "within", "at",
    "by", "as", "other", "data", "information", "info", "content", "material", "details", "documents", "files",
    "records", "text", "inputs", "prompts", "kind", "type", "types", "use", "used", "using", "status", "strictly",
    "absolutely", "must", "should", "may", "can", "from", "about", "service", "product", "must", "only",
    "officially", "formally", "generally", "permanently", "completely", "fully", "already", "still",
];

/// Words for information that is sensitive.
pub(super) const SENSITIVE: &[&str] = &[
    "personal", "personally", "identifiable", "identifying", "sensitive", "confidential", "pii", "pid", "phi",
    "patient", "patients", "special", "category", "secret", "private", "classified", "protected", "regulated",
    "health", "medical", "clinical", "financial", "client", "clients", "customer", "customers", "citizen",
    "citizens", "pupil", "pupils", "student", "students", "hipaa", "ferpa", "pci", "restricted", "privileged",
    "cui", "top", "identifiers", "gdpr", "cardholder", "criminal", "payroll", "employee", "hr", "child",
    "children", "children's", "case",
];

/// Words for information that is not public.
pub(super) const INTERNAL: &[&str] = &[
    "internal", "proprietary", "company", "corporate", "government", "business", "official", "work", "non-public",
    "nonpublic", "unpublished", "organisational", "organizational", "council", "university", "trust", "agency",
    "departmental", "commercial",
];

/// Words for information that is neither personal nor sensitive, and may not be public.
pub(super) const ORDINARY: &[&str] = &[
    "official", "non-personal", "nonpersonal", "non-sensitive", "nonsensitive", "non-confidential", "ordinary",
    "unclassified", "non-classified", "non-identifiable", "anonymised", "anonymized", "low", "risk", "internal",
];

/// Words for information that everybody may have.
pub(super) const PUBLIC: &[&str] = &["public", "publicly", "published", "available", "open"];

/// Words for fictional information.
pub(super) const MADE_UP: &[&str] =
    &["dummy", "test", "fake", "synthetic", "sample", "mock", "fictional", "fictitious", "demo", "simulated"];

/// Words for how to use a tool, which its user can keep to.
pub(super) const MANNER: &[&str] = &[
    "company", "corporate", "work", "business", "managed", "organisational", "organizational", "channel",
    "channels", "account", "accounts", "version", "versions", "browser", "web", "client", "tenant", "workspace",
    "sso", "single", "sign", "login", "vpn", "network", "desktop", "online", "later", "higher", "above", "newer",
    "email", "address", "instance", "mode", "latest", "current", "enterprise", "edition",
];

/// Purposes that cover all work use.
pub(super) const EVERYTHING: &[&str] = &[
    "", "use", "all", "all use", "general use", "everyone", "everybody", "anyone", "all staff", "all users",
    "all employees", "any purpose", "all purposes", "business use", "official use", "work", "work use",
    "work purposes", "business purposes", "official business", "official purposes", "government use",
    "corporate use", "business", "the organisation", "staff", "staff use", "all colleagues", "any use",
    "official and official sensitive", "and",
];

/// Words for people. In a column of conditions, they are the audience.
pub(super) const PEOPLE: &[&str] = &[
    "team", "teams", "department", "directorate", "division", "unit", "contractor", "contractors", "developer",
    "developers", "engineers", "engineering", "teachers", "students", "managers", "admins", "administrators",
    "users", "group", "office", "faculty", "researchers", "analysts", "directors", "executives", "designers",
];

/// Verbs for putting something into a tool. If the object is not understood, it limits the tool.
pub(super) const PUTS_IN: &[&str] = &[
    "put", "enter", "upload", "input", "type", "paste", "store", "hold", "process", "submit", "add", "include",
    "disclose", "contain",
];

/// Verbs that start an instruction, in a column of conditions.
pub(super) const IMPERATIVES: &[&str] = &[
    "delete", "store", "save", "set", "switch", "report", "review", "check", "apply", "choose", "select", "mute",
    "lock", "update", "encrypt", "back", "export", "move", "create", "add", "change", "configure", "see", "allow",
    "agree", "name", "label", "archive", "remove", "record", "register", "attend", "complete", "close", "tell",
    "inform", "invite", "admit", "share", "send", "upload", "download", "install", "buy", "refer", "treat",
];

/// Verbs that turn words in a column of conditions into a statement, which names no audience.
pub(super) const TELLS: &[&str] = &[
    "is", "are", "has", "have", "provides", "offers", "supports", "comes", "includes", "works", "can", "will",
    "was", "were", "gives", "lets", "runs",
];

/// Parts of an organisation. A remark with nothing else names the audience.
pub(super) const DEPARTMENTS: &[&str] = &[
    "marketing", "finance", "legal", "hr", "sales", "procurement", "engineering", "communications", "comms", "press",
    "it", "ict", "digital", "operations", "research", "facilities", "estates", "security", "audit", "payroll",
    "planning", "housing", "policing", "social", "care", "education", "library", "libraries", "admissions",
];

/// Words for reasons after a plain no, which do not weaken it.
pub(super) const REASONS: &[&str] =
    &["since", "from", "as", "due", "because", "by", "per", "after", "pursuant", "effective"];
