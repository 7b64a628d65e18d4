package diag

// Nearest is the word that is closest to a mistyped one, for 'did you mean';
// "" when none is close.
func Nearest(word string, words []string) string {
	best, least := "", min(max(len(word)/3, 1), 2)+1 // a wrong letter in three is a slip
	for _, w := range words {
		if d := Distance(word, w); d < least && d < len(word) {
			best, least = w, d
		}
	}
	return best
}

// Distance is the number of insertions, deletions, replacements and exchanges
// of neighbours between two words.
func Distance(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := row[j-1]
			if a[i-1] != b[j-1] {
				cost++
			}
			next[j] = min(cost, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
