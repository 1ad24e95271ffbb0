/* The safety set; see safety.h. */
#include "core/safety.h"

#include <string.h>

#include "core/engine.h"

#define EMERGENCY LUMBAR_TIER_EMERGENCY
#define URGENT LUMBAR_TIER_URGENT
#define SEE_DOCTOR LUMBAR_TIER_SEE_DOCTOR

/*
 * The plain ways to say each flag, each also in lower case without apostrophes, as people type them in a
 * fright.  Messages for an ambient channel are those that nobody addressed to the bot.
 */
static const struct {
	enum lumbar_tier tier;
	enum lumbar_channel channel;
	const char *text;
} set[] = {
	{EMERGENCY, LUMBAR_DIRECT, "both my legs went numb and i cant pee"},
	{EMERGENCY, LUMBAR_AMBIENT, "both my legs went numb and i cant pee"},
	{EMERGENCY, LUMBAR_FAQ, "I cannot feel my groin since the spasm began"},
	{EMERGENCY, LUMBAR_AMBIENT, "my back is in spasm and I'm numb between my legs"},
	{EMERGENCY, LUMBAR_DIRECT, "numbness around my bottom and genitals"},
	{EMERGENCY, LUMBAR_DIRECT, "i cant feel it when i wipe"},
	{EMERGENCY, LUMBAR_DIRECT, "I have lost control of my bladder"},
	{EMERGENCY, LUMBAR_AMBIENT, "back pain for days and now i wet myself without noticing"},
	{EMERGENCY, LUMBAR_DIRECT, "my back hurts and I can't urinate"},
	{EMERGENCY, LUMBAR_DIRECT,
		"i pooped myself and didnt feel it, my back has been bad all week"},
	{EMERGENCY, LUMBAR_FAQ, "I have lost control of my bowels"},
	{EMERGENCY, LUMBAR_DIRECT, "i cant move my legs"},
	{EMERGENCY, LUMBAR_AMBIENT, "after the back spasm I can't move my legs at all"},
	{EMERGENCY, LUMBAR_DIRECT, "both legs keep giving way"},
	{EMERGENCY, LUMBAR_DIRECT, "my mum's legs are paralysed and her back hurts"},
	{EMERGENCY, LUMBAR_DIRECT, "back pain and chest pain"},
	{EMERGENCY, LUMBAR_AMBIENT, "crushing chest pain going through to my back"},
	{EMERGENCY, LUMBAR_DIRECT, "my back hurts and i cant breathe"},
	{EMERGENCY, LUMBAR_DIRECT, "I fell off a ladder and landed on my back"},
	{EMERGENCY, LUMBAR_AMBIENT, "got hit by a car yesterday, my back is killing me"},
	{EMERGENCY, LUMBAR_FAQ, "car crash this morning and now my back is in spasm"},
	{EMERGENCY, LUMBAR_DIRECT, "tearing pain from my stomach to my back"},
	{EMERGENCY, LUMBAR_DIRECT, "my belly is pulsating and my back hurts"},
	{EMERGENCY, LUMBAR_DIRECT, "I want to kill myself"},
	{EMERGENCY, LUMBAR_AMBIENT, "i want to die, i cant take this back pain any more"},
	{EMERGENCY, LUMBAR_AMBIENT, "im going to kill myself"},
	{EMERGENCY, LUMBAR_FAQ, "I don't want to live any more"},
	{EMERGENCY, LUMBAR_DIRECT, "I took 20 paracetamol for my back"},
	{EMERGENCY, LUMBAR_DIRECT, "i swallowed the whole pack of painkillers"},
	{EMERGENCY, LUMBAR_AMBIENT,
		"took way too many muscle relaxants for my back and feel drowsy"},
	{URGENT, LUMBAR_DIRECT, "my leg is numb"},
	{URGENT, LUMBAR_AMBIENT, "back spasm and now my foot has gone numb"},
	{URGENT, LUMBAR_DIRECT, "pins and needles in my toes since my back went"},
	{URGENT, LUMBAR_FAQ, "tingling all down my left leg"},
	{URGENT, LUMBAR_DIRECT, "my leg feels weak"},
	{URGENT, LUMBAR_AMBIENT, "my back is out and I can't lift my foot"},
	{URGENT, LUMBAR_DIRECT, "my foot drags when i walk"},
	{URGENT, LUMBAR_DIRECT, "back pain with a fever"},
	{URGENT, LUMBAR_AMBIENT, "fever and chills and my back hurts like hell"},
	{URGENT, LUMBAR_FAQ, "my back hurts and I'm shivering with a temperature"},
	{URGENT, LUMBAR_DIRECT, "I had breast cancer and now my back hurts"},
	{URGENT, LUMBAR_DIRECT, "back pain, on chemo"},
	{URGENT, LUMBAR_DIRECT, "the numbness in my leg is getting worse and worse"},
	{URGENT, LUMBAR_DIRECT, "unbearable back pain"},
	{URGENT, LUMBAR_AMBIENT, "worst pain of my life in my lower back"},
	{URGENT, LUMBAR_FAQ, "my back pain is 10/10"},
	{URGENT, LUMBAR_DIRECT, "the back pain is so bad that I can't stand up"},
	{URGENT, LUMBAR_DIRECT, "no fever, but my leg is numb"},
	{URGENT, LUMBAR_DIRECT, "not sure if heat or ice, also my foot is numb"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "pain shooting down my leg"},
	{SEE_DOCTOR, LUMBAR_AMBIENT, "back spasm with a shooting pain down to my foot"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "back pain that wakes me up every night"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "my back hurts and I'm losing weight without trying"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "I've had these back spasms for six weeks"},
	{SEE_DOCTOR, LUMBAR_AMBIENT, "my back spasms keep coming back"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "I'm pregnant and my back is in spasm"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "I'm 13 and my back hurts"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "my 8 year old has back pain"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "I'm 63 and never had back pain before"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "I have osteoporosis and my back hurts"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "on steroids for years, now my back hurts"},
	{SEE_DOCTOR, LUMBAR_DIRECT, "sharp, debilitating back spasms"},
};

size_t safety_count(void)
{
	return sizeof(set) / sizeof(set[0]);
}

int safety_check(const struct lumbar_content *content, struct diag *diag)
{
	struct lumbar_engine *e = engine_create(content);
	struct lumbar_message m = {0};
	struct lumbar_verdict v;
	int result = 0;
	size_t i;

	if (!e) {
		diag_error(diag, ((struct diag_place){"safety set", 0, 0}), "out of memory");
		return -1;
	}
	for (i = 0; i < safety_count(); i++) {
		m.channel = set[i].channel;
		m.text = set[i].text;
		m.len = strlen(set[i].text);
		engine_read(e, &m, NULL, &v);
		if (v.action == LUMBAR_ESCALATE && v.tier >= set[i].tier)
			continue;
		diag_error(diag, ((struct diag_place){"safety set", (unsigned)i + 1, 0}),
			"'%s' (%s) must be escalated as %s, and with this content it is %s (%s)",
			set[i].text, lumbar_channel_name(set[i].channel),
			lumbar_tier_name(set[i].tier), lumbar_action_name(v.action),
			lumbar_tier_name(v.tier));
		result = -1;
	}
	engine_destroy(e);
	return result;
}

void safety_each(lumbar_example_fn *fn, void *ctx)
{
	size_t i;

	for (i = 0; i < safety_count(); i++)
		fn(ctx, &(struct lumbar_example){
				.message = {.text = set[i].text,
					.len = strlen(set[i].text),
					.channel = set[i].channel},
				.of = LUMBAR_SAFETY_SET,
			});
}
