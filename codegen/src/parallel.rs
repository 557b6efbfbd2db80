//! One function over many values, on all cores.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

/// The results in the order of the values, whatever order they were made in. A value is gone when its result is there.
pub(crate) fn map<T: Send, R: Send>(values: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let others = 1..cores.min(values.len());
    let queue = Mutex::new(values.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let share = || {
        let mut done = Vec::new();
        while let Some((index, value)) = next() {
            done.push((index, work(value)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        // This thread works as well, and alone if there can't be another.
        let others: Vec<_> = others.filter_map(|_| Builder::new().spawn_scoped(scope, share).ok()).collect();
        let mut done = share();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_stand_in_the_order_of_the_values() {
        let doubled = map((0..1_000).collect(), |value: usize| {
            if value == 0 {
                std::thread::yield_now();
            }
            value * 2
        });
        assert_eq!(doubled, (0..1_000).map(|value| value * 2).collect::<Vec<_>>());
    }

    #[test]
    fn of_nothing_comes_nothing() {
        assert!(map(Vec::new(), |(): ()| ()).is_empty());
    }
}
