//! Which types contain themselves.

/// Gives each node of a graph the number of its strongly connected component, without recursion.
///
/// `edges[n]` are the nodes that `n` leads to. Two nodes lead to each other if their numbers are equal.
#[must_use]
pub fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut backwards = vec![Vec::new(); edges.len()];
    for (from, to) in edges.iter().enumerate().flat_map(|(from, to)| to.iter().map(move |to| (from, *to))) {
        backwards[to].push(from);
    }
    let mut component = vec![usize::MAX; edges.len()];
    for (number, start) in finishing_order(edges).into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if component[node] == usize::MAX {
                component[node] = number;
                open.extend(&backwards[node]);
            }
        }
    }
    component
}

/// Nodes in the order in which a depth-first walk leaves them.
fn finishing_order(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(edges.len());
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.pop() {
            if next == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            match edges[node].get(next) {
                Some(to) => path.extend([(node, next + 1), (*to, 0)]),
                None => order.push(node),
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn nodes_of_a_circle_share_a_number_and_others_do_not() {
        let of = components(&[vec![1], vec![2], vec![0, 3], vec![], vec![4]]);
        assert_eq!((of[0], of[1]), (of[1], of[2]));
        assert!(of[3] != of[0] && of[4] != of[0] && of[3] != of[4]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let chain: Vec<Vec<usize>> = (1..200_000).map(|next| vec![next]).chain([vec![]]).collect();
        assert_eq!(components(&chain).len(), 200_000);
    }
}
