/* lumbard privacy-notice: a text to be posted where the bot is. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/settings.h"
#include "cmd/words.h"
#include "lumbar.h"

#define NOTICE "meta/privacy"
#define NOTICE_MAX 16384
#define DAY_MS 86400000

/* What the configuration adds: how long what is kept where, in the words of the notice. */
static void print_facts(const struct config *config)
{
	const struct config_channel *channel;
	size_t i, k;

	printf("\nWhat is kept of answered messages is erased after %" PRId64
	       " days, the record of "
	       "alerts after %" PRId64 ".\n",
		config->retention_ms / DAY_MS, config->audit_ms / DAY_MS);
	for (i = 0; i < config->n_servers; i++) {
		for (k = 0; k < config->servers[i].n_channels; k++) {
			channel = &config->servers[i].channels[k];
			if (channel->unanswered_ms)
				printf("In <#%s>, questions that I could not answer are kept for "
				       "%" PRId64
				       " days, with their text, so that the answers get better.\n",
					channel->id, channel->unanswered_ms / DAY_MS);
		}
	}
}

static int print(
	const struct args *args, const char *folder, const char *region, enum lumbar_format format)
{
	struct lumbar_content *content = content_load(folder);
	static const size_t size = NOTICE_MAX;
	char text[NOTICE_MAX];
	int status = EX_OK;

	if (!content)
		return EX_DATAERR;
	if (region && !lumbar_region_known(content, region))
		status = args_refuse(
			args, "there is no region '%s'; there are " ARGS_REGIONS, region);
	else if (lumbar_text(content, NOTICE,
			 &(struct lumbar_style){.format = format, .region = region}, text, size))
		puts(text);
	else
		status = args_refuse(args, "the content has no responses/" NOTICE ".md");
	lumbar_content_destroy(content);
	return status;
}

int cmd_notice(int argc, char **argv)
{
	const char *folder = NULL, *region = NULL, *word = NULL, *file = NULL, *used;
	const struct args_option options[] = {
		{"--region", "REGION", "whose numbers to give: " ARGS_REGIONS, NULL, &region},
		{"--format", "FORMAT", "discord (the default), plain or html", NULL, &word},
		{"--config", "FILE", "add what this configuration keeps, and where", NULL, &file},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &folder},
		{0},
	};
	const struct args args = {"lumbard privacy-notice [OPTIONS]",
		"Prints a notice to post where the bot is: what is kept of people, and for how "
		"long.",
		options};
	enum lumbar_format format = LUMBAR_DISCORD;
	struct config *config = NULL;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "privacy-notice takes no operands");
	if (word && words_format(word, &format) != 0)
		return args_refuse(&args, "--format is plain, discord or html, not '%s'", word);
	if (file)
		status = settings_load(file, &used, &config);
	if (file && status != EX_OK)
		return status;
	status = print(&args, folder, region, format);
	if (status == EX_OK && config)
		print_facts(config);
	config_free(config);
	return status;
}
