# lumbard: `make run` and `make test` are all a newcomer needs; `make help` lists the rest.

# ------------------------------------------------------------------ settings

CC      ?= cc
CFLAGS  ?= -O2 -g
BUILD   ?= build
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
UNITDIR ?= $(PREFIX)/lib/systemd/system
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
PORT    ?= 8080
DESTDIR ?=
# the one place; deploy/CHANGELOG.md begins with it, and a test compares
VERSION := 0.1.0
PKG_CONFIG ?= pkg-config

# what CI adds: make WERROR=-Werror, make SANITIZE="$(ASAN)"
WERROR   ?=
SANITIZE ?=
ASAN     := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

LIB_PKGS := libpcre2-8 libfyaml libcmark libutf8proc
BIN_PKGS := libwebsockets libcjson libcurl openssl zlib libzstd sqlite3 libsystemd
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual \
            -Wvla -Wundef -Wformat=2 -Wpointer-arith -Wwrite-strings
HARDEN   := -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2
ifneq ($(filter aarch64% arm%,$(shell $(CC) -dumpmachine 2>/dev/null)),)
HARDEN   := $(filter-out -fcf-protection,$(HARDEN))
endif

# NDEBUG: libwebsockets' lws_config.h defines _DEBUG in every file that includes it without it
ALL_CFLAGS  := -std=c17 -D_GNU_SOURCE -DNDEBUG -DLUMBARD_VERSION='"$(VERSION)"' -fPIC -fvisibility=hidden \
               $(WARN) $(WERROR) $(if $(SANITIZE),$(SANITIZE),$(HARDEN)) $(CFLAGS) $(CPPFLAGS) -Isrc -MMD -MP \
               $(shell $(PKG_CONFIG) --cflags $(LIB_PKGS) $(BIN_PKGS) 2>/dev/null)
comma       := ,
ALL_LDFLAGS := $(if $(SANITIZE),$(SANITIZE),-pie -Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now) $(LDFLAGS)
LIB_LIBS    := -lpcre2-8 -lfyaml -lcmark -lutf8proc
BIN_LIBS    := $(LIB_LIBS) -lwebsockets -lcjson -lcurl -lssl -lcrypto -lz -lzstd -lsqlite3 -lsystemd -lm -pthread

# ------------------------------------------------------------------ files

# liblumbar: the core, what it stands on, and the one optional object that reads a folder
LIB_SRC  := $(wildcard src/core/*.c) \
            $(addprefix src/base/,arena.c buf.c diag.c fold.c map.c utf8.c yaml.c) \
            $(addprefix src/sys/,lumbar_folder.c file.c header.c)
BIN_SRC  := $(filter-out $(LIB_SRC) src/main.c,$(wildcard src/*/*.c))
TEST_SRC := $(wildcard tests/*/test_*.c)
TOOL_SRC := $(wildcard tests/tools/*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)

objects   = $(1:%.c=$(BUILD)/%.o)
TESTS    := $(TEST_SRC:%.c=$(BUILD)/%)
TOOLS    := $(TOOL_SRC:%.c=$(BUILD)/%)
FUZZERS  := $(FUZZ_SRC:%.c=$(BUILD)/%)

# make V=1 shows the commands; otherwise a line says what is made
Q    := $(if $(V),,@)
note  = @$(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),:,printf '  %-5s %s\n' $(1) $(2:$(BUILD)/%=%))

# ------------------------------------------------------------------ programs

.PHONY: build
build: $(BUILD)/lumbard $(BUILD)/liblumbar.a $(BUILD)/liblumbar.so ## compile the daemon and the libraries

$(BUILD)/lumbard: $(BUILD)/src/main.o $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a
	$(call note,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(BIN_LIBS)

$(BUILD)/liblumbar.a: $(call objects,$(LIB_SRC))
	$(call note,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# everything else but main(): for the daemon and the test programs
$(BUILD)/liblumbard.a: $(call objects,$(BIN_SRC))
	$(call note,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/liblumbar.so: $(call objects,$(LIB_SRC))
	$(call note,LD,$@)
	$(Q)$(CC) $(filter-out -pie,$(ALL_LDFLAGS)) -shared -Wl,-soname,liblumbar.so.0 $(if $(SANITIZE),,-Wl$(comma)--no-undefined) \
		-o $@ $^ $(LIB_LIBS)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call note,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# the pages' files stand in these objects; Debian has Chart.js, others do without
$(BUILD)/src/sandbox/assets.o: $(wildcard src/sandbox/page/*)
CHART_JS ?= /usr/share/javascript/chart.js/chart.min.js
$(BUILD)/src/web/dashboard_files.o: $(wildcard src/sandbox/page/* src/web/page/* $(CHART_JS))
$(BUILD)/src/web/dashboard_files.o: private ALL_CFLAGS += $(if $(wildcard $(CHART_JS)),-DDASHBOARD_CHART_JS='"$(CHART_JS)"')

# a test program or tool is its own file and everything but main()
$(BUILD)/tests/%: tests/%.c $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a
	@mkdir -p $(@D)
	$(call note,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests $(ALL_LDFLAGS) -o $@ $< $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a $(BIN_LIBS) -lcmocka

# here memory runs short
$(BUILD)/tests/bot/test_memory: private ALL_LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup

# storms: what src/sys/ gives to the bot is played, and the clock is invented
CHAOS_SRC := $(wildcard tests/chaos/*.c)
$(BUILD)/tests/chaos/storm: $(CHAOS_SRC) tests/chaos/chaos.h $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a
	@mkdir -p $(@D)
	$(call note,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(ALL_CFLAGS)) -Itests $(ALL_LDFLAGS) -Wl,--wrap=clock_gettime -Wl,--wrap=getrandom -o $@ \
		$(CHAOS_SRC) $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a $(BIN_LIBS)

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a
	@mkdir -p $(@D)
	$(call note,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ $< $(BUILD)/liblumbard.a $(BUILD)/liblumbar.a $(BIN_LIBS)

-include $(patsubst %.o,%.d,$(call objects,$(LIB_SRC) $(BIN_SRC) src/main.c)) $(TESTS:=.d) $(TOOLS:=.d) $(FUZZERS:=.d)

# ------------------------------------------------------------------ running it

.PHONY: run
run: ## install what is missing, build, and start the sandbox: a chat page to try lumbard on (PORT=8080)
	@deploy/setup.sh run
	@$(MAKE) --no-print-directory -j$$(getconf _NPROCESSORS_ONLN) build
	@$(BUILD)/lumbard sandbox --port $(PORT) --admin 127.0.0.1:0

# what an installation holds beside the programs and the content: FROM (in deploy/) to a place below PREFIX
INSTALLED := lumbard.yaml:share/doc/lumbard nginx.conf:share/doc/lumbard alerts.yaml:share/doc/lumbard \
             bounds.md:share/doc/lumbard CHANGELOG.md:share/doc/lumbard \
             man/lumbard.1:share/man/man1 man/lumbard.yaml.5:share/man/man5 man/lumbard-content.5:share/man/man5 \
             completion/lumbard.bash:share/bash-completion/completions/lumbard \
             completion/lumbard.fish:share/fish/vendor_completions.d/lumbard.fish \
             sysusers.conf:lib/sysusers.d/lumbard.conf tmpfiles.conf:lib/tmpfiles.d/lumbard.conf

.PHONY: install
install: build ## install to PREFIX (/usr/local), below DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include \
		$(DESTDIR)$(PREFIX)/share/lumbard $(DESTDIR)$(UNITDIR) $(DESTDIR)$(ZSHDIR) \
		$(addprefix $(DESTDIR)$(PREFIX)/,share/doc/lumbard share/man/man1 share/man/man5 lib/sysusers.d lib/tmpfiles.d \
		share/bash-completion/completions share/fish/vendor_completions.d)
	install -m 755 $(BUILD)/lumbard $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(BUILD)/liblumbar.a $(DESTDIR)$(LIBDIR)/
	install -m 755 $(BUILD)/liblumbar.so $(DESTDIR)$(LIBDIR)/liblumbar.so.$(VERSION)
	ln -sf liblumbar.so.$(VERSION) $(DESTDIR)$(LIBDIR)/liblumbar.so.0
	ln -sf liblumbar.so.0 $(DESTDIR)$(LIBDIR)/liblumbar.so
	install -m 644 src/lumbar.h $(DESTDIR)$(PREFIX)/include/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@REQUIRES@|$(LIB_PKGS)|' \
		deploy/lumbar.pc.in | install -m 644 /dev/stdin $(DESTDIR)$(LIBDIR)/pkgconfig/lumbar.pc
	rm -rf $(DESTDIR)$(PREFIX)/share/lumbard/intents $(DESTDIR)$(PREFIX)/share/lumbard/responses
	cp -R intents responses $(DESTDIR)$(PREFIX)/share/lumbard/
	chmod -R u+rwX,go+rX,go-w $(DESTDIR)$(PREFIX)/share/lumbard
	sed -e 's|@PREFIX@|$(PREFIX)|' deploy/lumbard.service.in | \
		install -m 644 /dev/stdin $(DESTDIR)$(UNITDIR)/lumbard.service
	install -m 644 README.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/lumbard/
	install -m 644 deploy/completion/lumbard.zsh $(DESTDIR)$(ZSHDIR)/_lumbard
	set -e; for pair in $(INSTALLED); do install -m 644 deploy/$${pair%%:*} $(DESTDIR)$(PREFIX)/$${pair#*:}; done

# ------------------------------------------------------------------ packages

.PHONY: deb
deb: ## Debian packages: build/lumbard_VERSION_ARCH.deb and the library's; on Debian or Ubuntu
	@deploy/setup.sh deb
	@deploy/deb.sh $(VERSION)

.PHONY: arm64
arm64: ## the same for arm64, by the cross compiler in a Debian 12 made for it; tried under qemu
	@deploy/setup.sh package
	@deploy/arm64.sh $(VERSION)

.PHONY: package-test
package-test: deb ## install, start, upgrade and purge the package in a Debian 12 that systemd-nspawn boots; as root
	@deploy/setup.sh package
	tests/package/boot.sh $(VERSION)

# ------------------------------------------------------------------ tests

.PHONY: test
test: ## install what is missing, and pass every test (under 20 minutes)
	@deploy/setup.sh test
	@$(MAKE) --no-print-directory test-everything

.PHONY: test-everything
test-everything:
	tests/run.sh $(MAKE)

.PHONY: check
check: build unit ## the part of the tests that takes under a minute
	$(BUILD)/lumbard check
	node tests/lint/lint.mjs

.PHONY: unit
unit: $(TESTS) $(TOOLS) ## the unit tests alone
	@tests/unit.sh $(TESTS)

STORMS ?= 1000
SEED   ?= 1
.PHONY: storms
storms: $(BUILD)/tests/chaos/storm ## the whole bot through STORMS (1000) invented storms, from SEED (1) on
	$(BUILD)/tests/chaos/storm --seed $(SEED) --storms $(STORMS)

.PHONY: soak
soak: $(BUILD)/tests/chaos/storm ## storms that nobody has seen yet, for some minutes (STORMS=10000)
	$(BUILD)/tests/chaos/storm --seed $$(date +%s)000 --storms $(if $(filter 1000,$(STORMS)),10000,$(STORMS))

.PHONY: soak-events
soak-events: build $(BUILD)/tests/tools/sender ## ten million events through the daemon: is its memory flat? some minutes
	node tests/system/bench.mjs $(BUILD)/lumbard $(BUILD)/tests/tools/sender soak

.PHONY: mutations
mutations: ## each protection switched off: some test must fail (takes minutes)
	tests/chaos/mutations.sh "$(MAKE)"

.PHONY: lint
lint: ## the rules of the house: floors, names, sizes, style
	node tests/lint/lint.mjs
	node tests/lint/bounds.mjs
	clang-format --dry-run -Werror $$(git ls-files '*.c' '*.h')
	$(MAKE) --no-print-directory -s BUILD=build/gcc CC=gcc WERROR=-Werror build
	$(MAKE) --no-print-directory -s BUILD=build/clang CC=clang WERROR=-Werror build

.PHONY: asan
asan: ## the unit tests under AddressSanitizer and UndefinedBehaviorSanitizer
	$(MAKE) --no-print-directory -s BUILD=build/asan SANITIZE="$(ASAN)" CFLAGS="-O1 -g" build unit

# what runs in a thread of its own, with all that it stands on, and nothing else: quick
TSAN_TESTS := worker resolve store store_again store_sync
TSAN_SRC   := $(filter-out src/sys/lumbar_folder.c,$(wildcard src/sys/*.c src/base/*.c))
.PHONY: tsan
tsan: ## what has threads under ThreadSanitizer; needs clang
	$(MAKE) --no-print-directory -s BUILD=build/tsan CC=clang SANITIZE=-fsanitize=thread CFLAGS="-O1 -g" tsan-tests

.PHONY: tsan-tests
tsan-tests: $(TSAN_TESTS:%=$(BUILD)/tsan-%)
	@for test in $^; do $$test >$$test.log 2>&1 || { cat $$test.log; exit 1; }; done

$(BUILD)/tsan-%: tests/sys/test_%.c $(call objects,$(TSAN_SRC))
	$(call note,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(ALL_CFLAGS)) -Itests $(ALL_LDFLAGS) -o $@ $^ $(BIN_LIBS) -lcmocka

.PHONY: coverage
coverage: ## how much of core, platform and bot the unit tests reach, branch by branch; needs gcovr
	$(MAKE) --no-print-directory -s BUILD=build/coverage CC=gcc SANITIZE=--coverage CFLAGS="-O0 -g" unit
	gcovr --root . --object-directory build/coverage --branches --filter 'src/(core|platform|bot)/' build/coverage/src
	@echo 'safety branches that no test reaches, and why:'; grep -v '^#' tests/uncovered.tsv

FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: ## every fuzzer for FUZZ_SECONDS (60); needs clang
	$(MAKE) --no-print-directory -s BUILD=build/fuzz CC=clang SANITIZE="$(ASAN)" CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" fuzzers
	tests/fuzz/run.sh $(FUZZ_SECONDS)

.PHONY: fuzzers
fuzzers: $(FUZZERS)

# the bench shows Hyperscan beside us where it is installed (libhyperscan-dev, on amd64); nothing needs it
ifeq ($(shell pkg-config --exists libhs 2>/dev/null && echo yes),yes)
$(BUILD)/tests/tools/bench: private ALL_CFLAGS += -DBENCH_HYPERSCAN $(shell pkg-config --cflags libhs)
$(BUILD)/tests/tools/bench: private BIN_LIBS += $(shell pkg-config --libs libhs)
endif

.PHONY: bench
bench: build $(BUILD)/tests/tools/bench $(BUILD)/tests/tools/sender ## speed, memory, latency and growth, with the aims beside them
	$(BUILD)/tests/tools/bench
	node tests/system/bench.mjs $(BUILD)/lumbard $(BUILD)/tests/tools/sender

EVAL ?= ../shared/eval
.PHONY: eval
eval: build ## score the development set, where there is one (EVAL=DIR)
	@if [ -f $(EVAL)/score.mjs ]; then tests/eval.sh $(BUILD)/lumbard $(EVAL); \
	else echo "there is no $(EVAL)/score.mjs: name another folder with EVAL=DIR"; fi

.PHONY: words
words: $(BUILD)/tests/tools/real_words ## rewrite intents/confusables.yaml from the system's dictionaries
	tests/tools/confusables.sh $< > $(BUILD)/confusables.yaml
	mv $(BUILD)/confusables.yaml intents/confusables.yaml

.PHONY: hints
hints: $(BUILD)/tests/tools/features ## rewrite the hints in intents/ from the labelled messages of the tests
	node tests/understanding/hints.mjs $< $(wildcard ../shared/eval/ordinary/*.txt) > $(BUILD)/hints.yaml
	node tests/understanding/hints.mjs --flags $< > $(BUILD)/flag-hints.yaml
	mv $(BUILD)/hints.yaml $(BUILD)/flag-hints.yaml intents/

.PHONY: format
format: ## bring all C into the house's style
	clang-format -i $$(git ls-files '*.c' '*.h')

.PHONY: clean
clean: ## remove what was built
	rm -rf build

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
