//! What each kind of change means for those who rely on the old contract: one row a rule.

/// What a kind of change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What happened, in words.
    pub what: &'static str,
    /// To those who send by the old spec: whether the new one still takes it. It counts for what is sent alone.
    pub sender: Wire,
    /// To those who read by the old spec: whether they can read what comes by the new one. It counts for what is received alone.
    pub receiver: Wire,
    /// To code that uses the crate.
    pub rust: Rust,
}

/// What a change does on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// It does not touch it.
    Untouched,
    /// Those who rely on the old spec get along with the new one.
    Fits,
    /// They do not.
    Breaks,
}

/// What a change does to code that uses the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rust {
    /// Nothing.
    Same,
    /// There is more to use.
    Adds,
    /// It may not compile any more, or do something else.
    Breaks,
    /// It breaks where callers make the type; where they only read it, there is more to use.
    BreaksIfSent,
}

macro_rules! rules {
    ($($constant:ident $name:literal $what:literal $sender:ident $receiver:ident $rust:ident;)*) => {
        $(
            #[doc = $what]
            pub const $constant: Rule = Rule {
                name: $name,
                what: $what,
                sender: Wire::$sender,
                receiver: Wire::$receiver,
                rust: Rust::$rust,
            };
        )*

        /// All rules, in the order of the manual.
        pub const ALL: &[Rule] = &[$($constant),*];
    };
}

// Name, what happened, sender, receiver, Rust.
rules! {
    OPERATION_ADDED "operation-added" "a new operation" Untouched Untouched Adds;
    OPERATION_REMOVED "operation-removed" "the operation is gone" Breaks Untouched Breaks;
    OPERATION_RENAMED "operation-renamed" "another id for the same method and path" Fits Untouched Breaks;
    METHOD_CHANGED "method-changed" "another method" Breaks Untouched Same;
    PATH_CHANGED "path-changed" "another path" Breaks Untouched Same;
    AUTHENTICATION_ADDED "authentication-added" "the operation needs authentication" Breaks Untouched Same;
    AUTHENTICATION_DROPPED "authentication-dropped" "the operation needs no authentication any more" Fits Untouched Same;
    QUERY_OPENED "query-opened" "any query parameter is taken" Fits Untouched Adds;
    QUERY_CLOSED "query-closed" "only the listed query parameters are taken" Breaks Untouched Breaks;
    BODY_ADDED "body-added" "the operation takes a body" Breaks Untouched Breaks;
    BODY_REMOVED "body-removed" "the operation takes no body any more" Breaks Untouched Breaks;
    FORM_CHANGED "form-changed" "another form or media type of a body or a result" Breaks Breaks Breaks;
    RESULT_ADDED "result-added" "the operation returns something" Untouched Fits Breaks;
    RESULT_REMOVED "result-removed" "the operation returns nothing any more" Untouched Breaks Breaks;
    IDEMPOTENT_GAINED "idempotent-gained" "the call may be repeated" Fits Untouched Adds;
    IDEMPOTENT_LOST "idempotent-lost" "the call may not be repeated any more" Fits Untouched Same;
    PAGING_GAINED "paging-gained" "the pages can be walked" Untouched Untouched Adds;
    PAGING_LOST "paging-lost" "the pages cannot be walked any more" Untouched Untouched Breaks;
    PAGING_CHANGED "paging-changed" "the pages are walked otherwise" Untouched Untouched Same;
    TYPE_ADDED "type-added" "a new type" Untouched Untouched Adds;
    TYPE_REMOVED "type-removed" "the type is gone" Untouched Untouched Breaks;
    TYPE_MOVED "type-moved" "the type belongs to another file" Fits Fits Breaks;
    KIND_CHANGED "kind-changed" "the type is of another kind" Breaks Breaks Breaks;
    FIELD_ADDED "field-added" "a new field or parameter that may be missing" Fits Fits Adds;
    REQUIRED_FIELD_ADDED "required-field-added" "a new field or parameter that must be there" Breaks Fits BreaksIfSent;
    FIELD_REMOVED "field-removed" "a field or parameter that might be missing is gone" Breaks Fits Breaks;
    REQUIRED_FIELD_REMOVED "required-field-removed" "a field or parameter that was always there is gone" Breaks Breaks Breaks;
    MADE_OPTIONAL "made-optional" "it may be missing" Fits Breaks Breaks;
    MADE_REQUIRED "made-required" "it must be there" Breaks Fits Breaks;
    TYPE_WIDENED "type-widened" "a type that takes more" Fits Breaks Breaks;
    TYPE_NARROWED "type-narrowed" "a type that takes less" Breaks Fits Breaks;
    TYPE_REPLACED "type-replaced" "another type of the same form on the wire" Fits Fits Breaks;
    TYPE_CHANGED "type-changed" "a type of another form" Breaks Breaks Breaks;
    REST_ADDED "rest-added" "keys that are not listed have a type" Fits Fits Adds;
    REST_REMOVED "rest-removed" "keys that are not listed have no type any more" Fits Fits Breaks;
    QUIRK_ADDED "quirk-added" "one more form on the wire is read" Untouched Breaks Same;
    QUIRK_REMOVED "quirk-removed" "one form less on the wire is read" Untouched Fits Same;
    FORMS_ADDED "forms-added" "a native type has more forms" Fits Breaks Same;
    FORMS_REMOVED "forms-removed" "a native type has other or fewer forms" Breaks Fits Same;
    NATIVE_CHANGED "native-changed" "a native type is another type of the runtime" Fits Fits Breaks;
    HIDING_CHANGED "hiding-changed" "what is secret or personal" Untouched Untouched Same;
    VALUE_ADDED "value-added" "a new value of an open enum" Fits Fits Adds;
    VALUE_REMOVED "value-removed" "a value of an open enum is not listed any more" Fits Fits Breaks;
    CLOSED_VALUE_ADDED "closed-value-added" "a new value of a closed enum" Fits Breaks Adds;
    CLOSED_VALUE_REMOVED "closed-value-removed" "a value of a closed enum is gone" Breaks Fits Breaks;
    ENUM_OPENED "enum-opened" "a closed enum is open" Fits Breaks Breaks;
    ENUM_CLOSED "enum-closed" "an open enum is closed" Breaks Fits Breaks;
    MEMBER_ADDED "member-added" "one more type in a union" Fits Fits Adds;
    MEMBER_REMOVED "member-removed" "one type less in a union" Breaks Fits Breaks;
    TAG_CHANGED "tag-changed" "another field tells the types of a union" Breaks Breaks Same;
    EVENT_ADDED "event-added" "a new event, or one that can be told now" Untouched Fits Adds;
    EVENT_REMOVED "event-removed" "the event is gone, or cannot be told any more" Untouched Fits Breaks;
    EVENT_RENAMED "event-renamed" "another id for the same match" Untouched Fits Breaks;
    MATCH_CHANGED "match-changed" "the event is told by other values" Untouched Breaks Same;
    CATALOGUE_CHANGED "catalogue-changed" "an event that is only listed" Untouched Untouched Same;
    DELIVERIES_ADDED "deliveries-added" "the API has deliveries" Untouched Fits Adds;
    DELIVERIES_REMOVED "deliveries-removed" "the API has no deliveries any more" Untouched Fits Breaks;
    ENVELOPE_OF_DELIVERIES_CHANGED "envelope-of-deliveries-changed" "deliveries have an envelope, or none any more" Untouched Breaks Breaks;
    DATA_KEY_CHANGED "data-key-changed" "another key holds the event's own data" Untouched Breaks Same;
    NAME_CHANGED "name-changed" "another name in Rust" Fits Fits Breaks;
    DEPRECATED "deprecated" "it should not be used any more" Fits Fits Adds;
    UNDEPRECATED "undeprecated" "it may be used again" Fits Fits Same;
    ASSUMPTION_MADE "assumption-made" "method or path is assumed: the call needs consent" Fits Untouched Breaks;
    ASSUMPTION_CONFIRMED "assumption-confirmed" "method and path are known: the call needs no consent any more" Fits Untouched Adds;
    EVIDENCE_CHANGED "evidence-changed" "how well it is known" Untouched Untouched Same;
    WORDS_CHANGED "words-changed" "title, summary or doc" Untouched Untouched Same;
    SOURCE_CHANGED "source-changed" "a source" Untouched Untouched Same;
    SERVER_CHANGED "server-changed" "another server" Breaks Untouched Same;
    CREDENTIALS_CHANGED "credentials-changed" "other headers of an authenticated request" Breaks Untouched Breaks;
    TOKENS_CHANGED "tokens-changed" "the token is had otherwise" Fits Untouched Same;
    LIMITS_CHANGED "limits-changed" "how often one may call" Fits Untouched Same;
    ENVELOPE_CHANGED "envelope-changed" "other keys around every result" Untouched Breaks Same;
    ERROR_CLASS_CHANGED "error-class-changed" "what an error code means" Untouched Fits Same;
    TIME_ZONE_CHANGED "time-zone-changed" "times without a zone mean others" Untouched Breaks Same;
    TIME_ZONE_ADDED "time-zone-added" "the zone of times without one is known" Untouched Fits Adds;
    TIME_ZONE_REMOVED "time-zone-removed" "the zone of times without one is not known any more" Untouched Fits Breaks;
}
