/*
 * Which real words the reader would take for a misspelt word of ours: reads words, one a line, from
 * standard input and prints those that it mends although they are right; intents/confusables.yaml
 * was made so from a dictionary, so that "dumb" stays "dumb".
 *
 *	real_words DIR < /usr/share/dict/american-english-large
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/content.h"
#include "core/respell.h"
#include "lumbar.h"

#define LINE 256

static void print_finding(void *ctx, bool is_error, const char *text)
{
	(void)ctx;
	(void)is_error;
	fputs(text, stderr);
}

/* Folds a dictionary line to plain lower-case letters; false when it has anything else. */
static bool plain(char *word)
{
	size_t i, n = strcspn(word, "\r\n");

	word[n] = '\0';
	if (n > 2 && strcmp(word + n - 2, "'s") == 0)
		return false;
	for (i = 0; i < n; i++) {
		if (!isalpha((unsigned char)word[i]))
			return false;
		word[i] = (char)tolower((unsigned char)word[i]);
	}
	return n >= 3 && n <= VOCAB_WORD_MAX;
}

int main(int argc, char **argv)
{
	struct lumbar_content *content;
	struct respelling out;
	char word[LINE];

	content = argc == 2 ? lumbar_folder_content(argv[1], NULL, print_finding, NULL) : NULL;
	if (!content)
		return 1;
	while (fgets(word, sizeof(word), stdin)) {
		out = (struct respelling){0};
		if (!plain(word))
			continue;
		respell(content->vocab, content->spell, word, strlen(word), &out);
		if (out.n && out.mended)
			puts(word);
	}
	lumbar_content_destroy(content);
	return 0;
}
