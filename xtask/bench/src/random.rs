//! Numbers and words that look arbitrary and are the same for the same seed.

const WORDS: [&str; 64] = [
    "account", "address", "agent", "amount", "answer", "area", "asset", "badge", "balance", "batch", "branch",
    "budget", "button", "campaign", "card", "cart", "channel", "city", "client", "code", "contact", "content",
    "coupon", "course", "customer", "detail", "device", "discount", "district", "employee", "entry", "file", "form",
    "gift", "goods", "grade", "image", "invoice", "label", "language", "lead", "level", "limit", "member", "message",
    "model", "notice", "offer", "order", "owner", "partner", "payment", "person", "phone", "plan", "point", "price",
    "profile", "region", "review", "score", "source", "stage", "store",
];

/// The generator that is known as SplitMix64.
pub(crate) struct Random(u64);

impl Random {
    /// One that starts at a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// A word in lower case.
    pub(crate) fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    /// Four to nine words with a full stop.
    pub(crate) fn sentence(&mut self) -> String {
        let count = 3 + self.below(6);
        let words: Vec<&str> = (0..count).map(|_| self.word()).collect();
        format!("The {}.", words.join(" "))
    }
}
