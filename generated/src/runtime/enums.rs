//! Enums of strings and integers, open (other values are kept) or closed (other values are errors).

use std::fmt;

/// A value that a closed enum does not have; what the value was is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    name: &'static str,
}

impl UnknownValue {
    /// A value that the enum `name` does not have.
    #[must_use]
    pub const fn of(name: &'static str) -> Self {
        Self { name }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a value of {}, found another one", self.name)
    }
}

impl std::error::Error for UnknownValue {}

impl From<UnknownValue> for super::ReadError {
    fn from(unknown: UnknownValue) -> Self {
        Self::new(unknown.to_string())
    }
}

/// Implements what an enum of wire values needs: `VALUES`, `as_str` or `as_i64`, `Display`, `From` or `TryFrom`,
/// [`Read`](crate::runtime::Read), `Serialize` and `Deserialize`.
///
/// The enum is written out by the caller. An open one has a last variant `Other(String)` or `Other(Digits)`:
/// `impl_enum!(Platform: open str { Web = "web", App = "app" })`, likewise `open i64`, `closed str`, `closed i64`.
#[macro_export]
macro_rules! impl_enum {
    ($name:ident: open str { $($variant:ident = $value:literal),* $(,)? }) => {
        $crate::impl_enum!(@values $name, &'static str, [$($value),*]);
        $crate::impl_enum!(@text $name, [$($variant = $value,)*] [Self::Other(other) => other,]);
        $crate::impl_enum!(@from $name, &str, [$($variant = $value,)*], other => ::std::borrow::ToOwned::to_owned(other));
        $crate::impl_enum!(@serde $name, Self::Other(::std::string::String::new()), from, quirks,
            ::core::result::Result::Ok(Self::from(&*from.text(quirks)?)), as_str);

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }
    };
    ($name:ident: open i64 { $($variant:ident = $value:literal),* $(,)? }) => {
        $crate::impl_enum!(@values $name, i64, [$($value),*]);
        $crate::impl_enum!(@digits $name, [$($variant = $value,)*]);
        $crate::impl_enum!(@from $name, i64, [$($variant = $value,)*], other => $crate::runtime::Digits::from(other));
        $crate::impl_enum!(@serde $name, Self::from(0), from, quirks,
            {
                let is_text = from.peek() == ::core::option::Option::Some(b'"');
                let value = Self::from($crate::runtime::Digits::read_integer(from, quirks)?);
                if is_text && !::core::matches!(value, Self::Other(_)) {
                    from.note_other_form();
                }
                ::core::result::Result::Ok(value)
            }, to_digits);
    };
    ($name:ident: closed str { $first:ident = $value:literal $(, $variant:ident = $other:literal)* $(,)? }) => {
        $crate::impl_enum!(@values $name, &'static str, [$value $(, $other)*]);
        $crate::impl_enum!(@text $name, [$first = $value, $($variant = $other,)*] []);
        $crate::impl_enum!(@try_from $name, &str, [$first = $value, $($variant = $other,)*]);
        $crate::impl_enum!(@serde $name, Self::$first, from, quirks,
            ::core::result::Result::Ok(Self::try_from(&*from.text(quirks)?)?), as_str);
    };
    ($name:ident: closed i64 { $first:ident = $value:literal $(, $variant:ident = $other:literal)* $(,)? }) => {
        $crate::impl_enum!(@values $name, i64, [$value $(, $other)*]);
        $crate::impl_enum!(@integer $name, [$first = $value, $($variant = $other,)*] []);
        $crate::impl_enum!(@try_from $name, i64, [$first = $value, $($variant = $other,)*]);
        $crate::impl_enum!(@serde $name, Self::$first, from, quirks,
            ::core::result::Result::Ok(Self::try_from(<i64 as $crate::runtime::Read>::read(from, quirks)?)?), as_i64);
    };
    (@values $name:ident, $wire:ty, [$($value:literal),*]) => {
        impl $name {
            /// The known values as they stand on the wire.
            pub const VALUES: &'static [$wire] = &[$($value),*];
        }
    };
    (@text $name:ident, [$($variant:ident = $value:literal,)*] [$($rest:tt)*]) => {
        impl $name {
            /// The value as it stands on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    $($rest)*
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
    (@digits $name:ident, [$($variant:ident = $value:literal,)*]) => {
        impl $name {
            /// The value as it stands on the wire; none where that is no whole number of 64 bits.
            #[must_use]
            #[inline]
            pub fn as_i64(&self) -> ::core::option::Option<i64> {
                match self {
                    $(Self::$variant => ::core::option::Option::Some($value),)*
                    Self::Other(other) => other.to_i64(),
                }
            }

            #[inline]
            fn to_digits(&self) -> $crate::runtime::Digits {
                match self {
                    $(Self::$variant => $crate::runtime::Digits::from($value as i64),)*
                    Self::Other(other) => ::core::clone::Clone::clone(other),
                }
            }
        }

        impl ::core::convert::From<$crate::runtime::Digits> for $name {
            #[inline]
            fn from(value: $crate::runtime::Digits) -> Self {
                $(if value == ::core::stringify!($value) {
                    return Self::$variant;
                })*
                Self::Other(value)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.to_digits(), f)
            }
        }
    };
    (@integer $name:ident, [$($variant:ident = $value:literal,)*] [$($rest:tt)*]) => {
        impl $name {
            /// The value as it stands on the wire.
            #[must_use]
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match *self {
                    $(Self::$variant => $value,)*
                    $($rest)*
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
    };
    (@from $name:ident, $wire:ty, [$($variant:ident = $value:literal,)*], $other:ident => $kept:expr) => {
        impl ::core::convert::From<$wire> for $name {
            #[inline]
            fn from(value: $wire) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    $other => Self::Other($kept),
                }
            }
        }
    };
    (@try_from $name:ident, $wire:ty, [$($variant:ident = $value:literal,)*]) => {
        impl ::core::convert::TryFrom<$wire> for $name {
            type Error = $crate::runtime::UnknownValue;

            #[inline]
            fn try_from(value: $wire) -> ::core::result::Result<Self, Self::Error> {
                match value {
                    $($value => ::core::result::Result::Ok(Self::$variant),)*
                    _ => ::core::result::Result::Err($crate::runtime::UnknownValue::of(::core::stringify!($name))),
                }
            }
        }
    };
    (@serde $name:ident, $placeholder:expr, $from:ident, $quirks:ident, $read:expr, $wire:ident) => {
        impl $crate::runtime::Read for $name {
            #[inline]
            fn placeholder() -> Self {
                $placeholder
            }

            #[inline]
            fn read(
                $from: &mut $crate::runtime::Reader<'_>,
                $quirks: $crate::runtime::Quirks,
            ) -> ::core::result::Result<Self, $crate::runtime::ReadError> {
                $read
            }
        }

        impl $crate::runtime::private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::runtime::private::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::private::Serialize::serialize(&self.$wire(), to)
            }
        }

        impl<'de> $crate::runtime::private::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::runtime::private::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }
    };
}
