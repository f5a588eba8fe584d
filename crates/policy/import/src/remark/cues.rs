//! The phrases by which remarks limit, withdraw or allow, as plain data.

/// The meaning of a phrase for the use of a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// It sounds like a limit and is none.
    Harmless,
    /// People may use the tool.
    Yes,
    /// People may use the tool for what follows.
    YesFor,
    /// People may not use the tool.
    No,
    /// People should not use the tool.
    Avoid,
    /// People must not do what follows, which may be to use the tool.
    DoNot,
    /// People should not do what follows, which may be to use the tool.
    ShouldNot,
    /// It is undecided, or another person decides.
    Wait,
    /// Only what is beside it.
    Only,
    /// It depends on what follows.
    If,
    /// People must do something.
    Must,
    /// People should do something.
    Should,
    /// People must do something, if it starts a remark.
    Begins,
    /// A negation without any other meaning.
    Not,
}

/// Every phrase. The longest match counts.
pub(super) const PHRASES: &[(Cue, &[&str])] = &[
    (
        Cue::Harmless,
        &[
            "no approval needed", "no approval required", "no approval necessary", "no approval is needed",
            "no approval is required", "no permission needed", "no permission required", "no sign off needed",
            "no review needed", "no review required", "no request needed", "no further approval",
            "approval not required", "approval not needed", "approval is not required", "approval is not needed",
            "does not require approval", "does not need approval", "does not require permission",
            "does not need permission", "does not need", "does not require", "do not need", "do not require",
            "do not need approval", "do not need permission", "do not need to ask",
            "no need to ask", "no need for approval", "no need to request", "not required", "not needed for",
            "do not hesitate", "not only", "not just", "no restriction", "no restrictions", "no limitations",
            "no limits", "no limit", "no conditions", "no constraints", "no known restrictions",
            "without restriction", "without restrictions", "without limitation", "no longer restricted",
            "no longer banned", "no longer blocked", "no longer prohibited", "no longer pending",
            "no longer requires approval", "not banned", "not blocked", "not prohibited", "not restricted",
            "no known issues", "no issues", "no concerns", "no problem", "no problems", "not a problem",
            "no objection", "no objections", "if you like", "if you want", "if you wish", "if needed",
            "if required", "if necessary", "if you need help", "if wanted", "if preferred", "if in doubt",
            "read only", "the only", "view only", "but not limited to", "not limited to",
            "including but not limited to", "no charge", "no cost", "at no cost", "no licence needed",
            "no license needed", "no licence required", "no license required", "no login", "no login required",
            "no installation", "no installation required", "no install", "no download required", "ad blocker",
            "pop up blocker", "content blocker", "ad blocking", "business only needs", "no code", "low code",
            "limited edition", "company limited", "no action needed", "no action required", "request for comments",
            "pull request", "pull requests", "feature request", "feature requests", "not applicable",
            "where needed", "when needed", "as needed", "subject to change", "no end date", "does not expire",
            "never expires", "no expiry", "hard drive", "not yet known bugs", "trial balance", "clinical trial",
            "clinical trials", "autopilot", "co pilot", "no known vulnerabilities", "no vulnerabilities",
        ],
    ),
    (
        Cue::Yes,
        &[
            "approved", "allowed", "permitted", "authorised", "authorized", "accepted", "acceptable", "assured",
            "cleared", "supported", "recommended", "ok", "okay", "fine", "pre approved", "preapproved",
            "approved for use", "approved for all", "available to all", "free to use", "may be used",
            "can be used", "can use", "may use", "you may", "you can", "feel free", "unrestricted", "whitelisted",
            "allowlisted",
        ],
    ),
    (
        Cue::YesFor,
        &[
            "approved for", "allowed for", "permitted for", "authorised for", "authorized for", "accepted for",
            "acceptable for", "assured for", "cleared for", "supported for", "recommended for", "suitable for",
            "ok for", "okay for", "fine for", "approved for use for", "approved for use with",
            "approved for use by", "approved for use in", "approved for use on", "approved to", "approved in",
            "approved on", "approved with", "allowed to", "allowed in", "allowed on", "allowed with",
            "permitted to", "permitted in", "permitted on", "can be used for", "can be used by",
            "can be used with", "can be used in", "can be used on", "may be used for", "may be used by",
            "may be used with", "may be used in", "may be used on", "can use it for", "may use it for",
            "use approved for", "use for", "used for", "use with", "for use by", "for use with", "for use in",
            "for use on", "available to", "available for", "ok to use for", "ok on", "ok with", "ok in",
        ],
    ),
    (
        Cue::No,
        &[
            "not approved", "not allowed", "not permitted", "not authorised", "not authorized", "not cleared",
            "not accepted", "not acceptable", "not sanctioned", "not endorsed", "not vetted", "not assured",
            "not certified", "not compliant", "not supported", "not for use", "not to be used", "not safe",
            "not secure", "not suitable", "not fit", "not ok", "not okay", "not available", "not an approved",
            "is not an approved", "never approved", "never been approved", "no approval", "no longer approved",
            "no longer supported", "no longer allowed", "no longer permitted", "no longer available",
            "no longer used", "no longer in use", "no longer needed", "no longer required", "no longer authorised",
            "no longer authorized", "no longer acceptable", "no longer accepted", "no longer licensed",
            "no longer cleared", "no longer assured", "no longer valid", "no longer safe", "no longer",
            "not be approved", "not been approved", "not be used", "not be installed", "not be downloaded",
            "may not be used", "may not use", "must not be used", "must not be installed", "must not use",
            "can not be used", "can not use", "shall not be used", "will not be approved", "is not to be used",
            "no use", "not use", "banned", "ban", "blocked", "prohibited", "forbidden", "denied", "rejected",
            "refused", "declined", "revoked", "withdrawn", "rescinded", "removed", "retired", "decommissioned",
            "discontinued", "deprecated", "blacklisted", "blocklisted", "denylisted", "unapproved", "unauthorised",
            "unauthorized", "disallowed", "disapproved", "off limits", "end of life", "eol", "obsolete",
            "stop using", "uninstall", "terminated", "cancelled", "canceled", "unsafe", "insecure",
            "approval withdrawn", "approval revoked", "approval removed", "approval ended", "approval expired",
            "approval lapsed", "lapsed", "expired", "superseded", "unsupported", "cease", "ceased", "failed",
            "fail", "unavailable", "illegal", "unlawful", "nobody may", "no one may", "you can not use",
            "you may not use", "you must not use", "we can not use", "we may not use",
        ],
    ),
    (
        Cue::Avoid,
        &[
            "should not be used", "should not be installed", "should not use", "ought not to be used",
            "not recommended", "no longer recommended", "not advised", "not advisable", "not encouraged",
            "you should not use", "we should not use", "we advise against", "advised against",
            "recommended against", "discouraged", "avoid using", "avoid use", "avoid the use", "avoid if", "ill advised",
            "strongly discouraged", "not preferred", "best avoided", "to be avoided", "should be avoided",
            "inadvisable",
        ],
    ),
    (
        Cue::DoNot,
        &[
            "do not", "never", "must not", "may not", "can not", "cannot", "shall not", "must never", "not to",
            "is not to", "are not to", "should never", "you must not", "refrain from", "no",
        ],
    ),
    (Cue::ShouldNot, &["should not", "avoid", "ought not to", "try not to", "better not"]),
    (
        Cue::Wait,
        &[
            "on hold", "paused", "suspended", "suspension", "frozen", "pending", "awaiting", "waiting",
            "under review", "in review", "being reviewed", "to be reviewed", "under evaluation", "being evaluated",
            "evaluating", "in evaluation", "evaluation only", "under assessment", "being assessed",
            "under investigation", "investigating", "under consideration", "being considered", "under discussion",
            "in discussion", "in progress", "in process", "being withdrawn", "being retired", "being removed",
            "being phased out", "being decommissioned", "being replaced", "to be withdrawn", "to be retired",
            "to be removed", "to be replaced", "to be decommissioned", "phasing out", "phased out", "phase out",
            "sunset", "sunsetting", "to be confirmed", "to be decided", "to be determined", "tbc", "tbd",
            "not yet", "needs approval", "need approval", "needs content approved", "need content approved",
            "requires approval", "require approval", "approval", "approvals", "permission", "permissions",
            "authorisation", "authorization", "sign off", "signoff", "clearance", "case by case", "business case",
            "justification", "justify", "justified", "explain", "exemption", "exemptions", "exception",
            "exceptions", "exceptional", "waiver", "waivers", "dispensation", "derogation", "trial", "pilot",
            "provisional", "provisionally", "temporary", "temporarily", "interim", "conditional", "conditionally",
            "with conditions", "conditions apply", "restrictions apply", "restricted", "with limits",
            "with restrictions", "with caution", "with care", "caution", "by request", "on request",
            "upon request", "ask", "consult", "check with", "speak to", "talk to", "discuss with", "approved by",
            "unknown", "unclear", "unassessed", "unreviewed", "unvetted", "not assessed", "not reviewed",
            "not tested", "not evaluated", "not decided", "not determined", "not confirmed", "not known",
            "not sure", "not been assessed", "not been reviewed", "tolerated", "at your own risk", "own risk",
            "additional research", "needs research", "more information needed", "waiting for more info",
            "limited use", "limited approval", "security risk", "has restrictions", "some restrictions",
            "with limitations", "existing users only", "sign up for", "with consent", "needed packages",
            "content approved", "not supported yet", "questionable", "high risk", "concern", "concerns", "warning",
            "before use", "before using", "before you use", "before installing", "prior to", "escalate", "dpia",
            "impact assessment", "at the discretion", "discretion", "grandfathered", "instead", "must approve",
            "must agree", "must authorise", "must authorize", "must be approved", "must be agreed",
            "should approve", "has to approve", "to approve", "replaced by", "replaced with", "migrate to", "migrating to", "move to",
            "moving to", "switch to", "superseded by", "vulnerability", "vulnerabilities", "vulnerable", "breach",
            "breached", "compromised", "malware", "security issue", "security issues", "security flaw",
            "security flaws", "did not pass", "does not pass", "did not meet", "does not meet", "do not meet",
            "did not comply", "does not comply", "non-compliant", "fails", "failing", "personal use",
        ],
    ),
    (
        Cue::Only,
        &[
            "only", "solely", "exclusively", "limited to", "restricted to", "reserved for", "confined to",
            "is limited to", "is restricted to", "strictly for", "just for",
        ],
    ),
    (
        Cue::If,
        &[
            "if", "unless", "except", "excepting", "apart from", "other than", "excluding", "excludes",
            "otherwise", "provided", "provided that", "providing", "as long as", "so long as", "subject to",
            "on condition", "conditional on", "only if", "only when", "only where", "but not", "until",
            "unless and until", "in case", "not for", "not with", "not on", "not in", "not by", "not at",
            "not outside", "not within", "outside", "depending", "depends", "however", "although", "though",
        ],
    ),
    (
        Cue::Must,
        &[
            "must", "you must", "always", "ensure", "make sure", "be sure", "shall", "has to", "have to",
            "mandatory", "needs", "need", "requires", "require", "required",
        ],
    ),
    (
        Cue::Begins,
        &[
            "use", "please use", "remember to", "remember", "turn on", "turn off", "enable", "disable", "keep",
            "log in", "sign in", "contact", "request", "install from", "via", "through", "version", "read",
            "follow", "complete", "delete",
        ],
    ),
    (Cue::Should, &["should", "you should", "ought to", "prefer", "preferably", "try to", "consider"]),
    (Cue::Not, &["not", "without", "lacks", "none", "neither", "nor", "un"]),
];
