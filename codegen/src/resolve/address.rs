//! Addresses: the root of a server, to which paths are added, and pages, which documentation links to.

/// `https://api.example.com:8443/base`: nothing behind the path, no slash at its end.
pub(crate) fn is_server(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let in_path = |byte: u8| matches!(byte, b'!'..=b'~') && !br#"?#{}<>"\`"#.contains(&byte);
    is_scheme && is_authority(authority) && path.bytes().all(in_path) && !path.ends_with('/')
}

/// A host, an address of IPv6 in brackets, each with or without a port.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':').filter(|(host, _)| !host.starts_with('[') || host.ends_with(']')) {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    let is_host = match host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
    };
    is_host && port.is_none_or(is_port)
}

/// `https://` and what a link in Markdown can hold.
pub(crate) fn is_page(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_part = |c: char| !c.is_whitespace() && !c.is_control() && !r#"()[]{}<>"\`"#.contains(c) && !is_hidden(c);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']) && rest.chars().all(is_part))
}

/// Characters without a width that change the order in which text is shown, or hide in it.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{is_page, is_server};

    #[test]
    fn a_server_is_scheme_and_host() {
        for fine in ["https://a.example", "http://localhost:8080", "http://[::1]:1/base", "https://a.example/v1"] {
            assert!(is_server(fine), "{fine}");
        }
        let wrong = [
            "",
            "a.example",
            "://a",
            "https://",
            "https://a/",
            "https:///a",
            "https://a b",
            "https://a?b",
            "https://a#b",
            "https://a:99999",
            "https://a:+1",
            "https://a:",
            "https://user@a",
            "https://a/b?c",
            "https://a/{b}",
            "https://[::1",
            "ht tp://a",
            "https://a\n",
        ];
        for wrong in wrong {
            assert!(!is_server(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_page_can_be_linked_to() {
        for fine in ["https://a.example/b?c=d#e", "http://a/中文"] {
            assert!(is_page(fine), "{fine}");
        }
        for wrong in
            ["", "a.example", "https://", "ftp://a", "https://a b", "https://a)", "https://a<b>", "https://a\u{202e}b"]
        {
            assert!(!is_page(wrong), "{wrong}");
        }
    }
}
