//! Malformed requests, the same ones in each run.

/// Pseudo-random numbers that are the same in each run (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).expect("small")).expect("small")
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

const PATHS: &[&str] = &[
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/openapi.json",
    "/api/v1/check",
    "/api/v1/answer",
    "/api/v1/questions",
    "/api/v1/suggest?activity=plan&classification=official&via=web&account=work&device=dom1&audience=internal",
    "/api/v1/tools",
    "/api/v1/tools/slack",
    "/api/v1/tools/slack/policy",
    "/api/v1/facets",
    "/api/v1/versions",
    "/api/v1/diff",
    "/access/v1/evaluation",
    "/access/v1/evaluations",
    "/access/v1/search/subject",
    "/access/v1/search/resource",
    "/access/v1/search/action",
    "/.well-known/authzen-configuration",
    "/none",
];
const POSTS: &[&str] =
    &["/api/v1/check", "/access/v1/evaluation", "/access/v1/evaluations", "/access/v1/search/resource"];
const METHODS: &[&str] = &[
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "G\0T",
    "",
    "GETGETGETGET",
    "PRI",
    "é",
];
const HEADERS: &[&[u8]] = &[
    b"",
    b":",
    b": none",
    b"a b: c",
    b"host : x",
    b"host:\x00",
    b"\x80: x",
    b"x: \xff\xfe",
    b" folded: x",
    b"host: a\r\n b",
    b"content-length: -1",
    b"content-length: 99999999999999999999",
    b"content-length: 1, 2",
    b"content-length: x",
    b"content-length: 5\r\ncontent-length: 6",
    b"transfer-encoding: x",
    b"transfer-encoding: chunked\r\ncontent-length: 3",
    b"transfer-encoding: chunked, chunked",
    b"expect: 200-maybe",
    b"connection: upgrade\r\nupgrade: h2c",
    b"x-request-id: \x01",
    b"x-forwarded-for: ,,,",
    b"content-type: application/json; charset=\xff",
    b"accept-encoding: br;q=x",
    b"range: bytes=9-1",
];
const QUERIES: &[&str] = &[
    "?",
    "?%",
    "?tool=%",
    "?tool=%zz",
    "?tool=%ff%fe",
    "?tool=%00",
    "?=&=&=",
    "?tool",
    "?tool=slack&tool=zoom",
    "?tool=slack&purpose=%f0%28%8c%28",
    "?lang=%ff",
    "?from=%00&to=%ff",
    "?q=%e0%80%80",
    "?not=%ff&not=",
    "?approved=%ed%a0%80",
    "?grade=&type=&q=",
    "?tool=a%0d%0ax:%20y",
    "?tool=slack&device=%75%6E%6B",
    "?;;;;",
    "?a[]=1&a[b]=2",
    "??",
    "?tool=slack#x",
];
const ENDS: &[&str] =
    &["", "/", "/%", "/%zz", "/%ff", "/%00", "/..", "/%2e%2e/%2e%2e", "//", "/\\", "/é", "/%c0%af", "/;a=b"];
const SIZES: &[&str] = &["0", "5", "-1", "fffffffffffffffff", "g", "5;ext=\"", "", "\u{0}", " 5"];

/// The number of kinds of requests. The last ones are large and less frequent.
const KINDS: usize = 16;

/// Returns a malformed request.
pub(crate) fn request(dice: &mut Dice) -> Vec<u8> {
    let kind = if dice.below(50) == 0 { 12 + dice.below(KINDS - 12) } else { dice.below(12) };
    let (path, post) = (dice.one(PATHS), dice.one(POSTS));
    let text = |text: String| text.into_bytes();
    match kind {
        0 => dice.bytes(400),
        1 => cut(dice, text(format!("GET {path} HTTP/1.1\r\nhost: test\r\naccept: */*\r\n\r\n"))),
        2 => text(format!("{} {path} HTTP/1.1\r\nhost: test\r\n\r\n", dice.one(METHODS))),
        3 => [format!("GET {path} HTTP/1.1\r\nhost: test\r\n").as_bytes(), dice.one(HEADERS), b"\r\n\r\n"].concat(),
        4 => text(format!("GET {path}{} HTTP/1.1\r\nhost: test\r\n\r\n", dice.one(QUERIES))),
        5 => text(format!("GET {path}{} HTTP/1.1\r\nhost: test\r\n\r\n", dice.one(ENDS))),
        6 => [format!("GET {path}?tool=").as_bytes(), &dice.bytes(60), b" HTTP/1.1\r\nhost: test\r\n\r\n"].concat(),
        7 => {
            let (stated, body) = (dice.below(300), dice.bytes(300));
            [posted(post, &format!("content-length: {stated}")), body].concat()
        }
        8 => {
            let (size, body) = (dice.one(SIZES), dice.bytes(80));
            [
                posted(post, "transfer-encoding: chunked"),
                format!("{size}\r\n").into_bytes(),
                body,
                b"\r\n0\r\n".to_vec(),
            ]
            .concat()
        }
        9 => {
            let body = json(dice);
            [posted(post, &format!("content-length: {}", body.len())), body].concat()
        }
        10 => text(
            dice.one(&[
                "GET /\r\n",
                "GET /healthz HTTP/0.9\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "\r\n\r\n\r\n",
            ])
            .to_owned(),
        ),
        11 => [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(), dice.bytes(60)].concat(),
        12 => {
            let (name, value) = (1 + dice.below(8), "v".repeat(20_000 * (1 + dice.below(8))));
            text(format!("GET {path} HTTP/1.1\r\n{}: {value}\r\n\r\n", "n".repeat(name)))
        }
        13 => {
            let headers: String = (0..50 + dice.below(3_000)).map(|name| format!("x-{name}: y\r\n")).collect();
            text(format!("GET {path}?{} HTTP/1.1\r\n{headers}\r\n", "a=b&".repeat(dice.below(10_000))))
        }
        14 => {
            let (deep, open) =
                (1 + dice.below(200_000), dice.one(&["[", "{\"a\":", "{\"context\":{\"a\":[", "[{\"facts\":"]));
            let body = open.repeat(deep / open.len());
            [posted(post, &format!("content-length: {}", body.len())), body.into_bytes()].concat()
        }
        _ => {
            let body = vec![*dice.one(&[b"[", b" ", b"0", b"\""]).first().expect("a byte"); 2 << 20];
            [posted(post, &format!("content-length: {}", body.len())), body].concat()
        }
    }
}

fn posted(path: &str, length: &str) -> Vec<u8> {
    format!("POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n{length}\r\n\r\n").into_bytes()
}

fn cut(dice: &mut Dice, mut whole: Vec<u8>) -> Vec<u8> {
    whole.truncate(dice.below(whole.len()));
    whole
}

/// Returns a question with an error in it.
fn json(dice: &mut Dice) -> Vec<u8> {
    const WRONG: &[&[u8]] = &[
        b"null",
        b"[]",
        b"{}",
        b"1e999",
        b"-0",
        b"\"\\ud800\"",
        b"\"\xff\"",
        b"true",
        b"\"\\u0000\"",
        b"18446744073709551616",
        b"{\"type\":[]}",
        b"\"slack\"",
        b"{\"type\":\"tool\",\"id\":\"slack\"}",
        b"{\"name\":\"use\"}",
        b"[{}]",
        b"{\"\":\"\"}",
    ];
    let names: [&[u8]; 12] = [
        b"tool",
        b"facts",
        b"unit",
        b"approved",
        b"lang",
        b"subject",
        b"action",
        b"resource",
        b"context",
        b"evaluations",
        b"options",
        b"page",
    ];
    let members: Vec<Vec<u8>> =
        (0..1 + dice.below(6)).map(|_| [&b"\""[..], dice.one(&names), b"\":", dice.one(WRONG)].concat()).collect();
    let whole = [b"{", members.join(&b","[..]).as_slice(), b"}"].concat();
    if dice.below(4) == 0 { cut(dice, whole) } else { whole }
}
