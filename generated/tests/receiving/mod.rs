//! What every server that the receiver runs on has to do: the scenarios, what plays the handler in them, a sender.
#![allow(dead_code, unused_macros, unused_imports, reason = "each test uses a part of it")]

pub mod desk;
pub mod http;
pub mod scenarios;

/// Makes a test of every scenario, for the server that `$start` starts.
macro_rules! on_server {
    ($start:path) => {
        $crate::receiving::on_server! { $start:
            an_event_reaches_the_handler
            an_event_that_the_spec_does_not_know_reaches_the_handler
            what_is_no_event_is_answered_400
            an_unreadable_event_without_dead_letters_is_answered_422
            dead_letters_get_the_very_bytes
            dead_letters_that_fail_are_asked_again
            a_wrong_secret_is_answered_as_if_nothing_were_there
            another_method_is_answered_405
            several_secrets_are_valid_at_once
            a_secret_may_stand_in_a_header
            a_body_may_be_as_long_as_the_limit
            a_body_that_says_it_is_too_long_is_not_read
            a_chunked_body_is_held_to_the_limit
            a_body_that_breaks_off_reaches_nobody
            a_body_that_comes_in_drops_is_one
            a_sender_that_waits_to_be_told_to_go_on_is_told
            a_body_without_a_length_is_empty
            several_deliveries_on_one_connection_are_answered_in_order
            a_secret_with_other_letters_for_the_same_is_wrong
            the_same_bytes_are_handled_once
            the_same_bytes_at_once_find_the_first_busy
            bodies_that_differ_in_one_value_are_both_handled
            a_failed_event_is_new_when_it_comes_again
            a_panic_is_a_failure
            a_connection_that_is_cut_gives_the_claim_back
            no_answer_tells_a_secret_or_a_value
            the_headers_of_a_request_tell_the_event
        }
    };
    ($start:path: $($scenario:ident)*) => {
        $(#[test]
        fn $scenario() {
            $crate::receiving::scenarios::$scenario($start);
        })*
    };
}
pub(crate) use on_server;
