# lumbard: `make run` and `make test` are all a newcomer needs; `make help` lists the rest.

# ---------------------------------------------------------------- settings

CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
VERSION := 0.1.0

PKGS     := libwebsockets libcjson libpcre2-8 libfyaml libcmark libutf8proc libcurl
CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual \
            -Wvla -Wundef -Wformat=2 -Wpointer-arith -Wwrite-strings
HARDEN   := -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2
LDHARDEN := -Wl,-z,relro,-z,now,-z,noexecstack
WERROR   ?=
SANITIZE ?=

# NDEBUG: libwebsockets' lws_config.h would define _DEBUG in our files without it
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -DNDEBUG -DLUMBARD_VERSION='"$(VERSION)"' -fPIC -fvisibility=hidden \
              $(WARN) $(WERROR) $(if $(SANITIZE),,$(HARDEN)) $(SANITIZE) $(CFLAGS) $(CPPFLAGS) \
              -Isrc -MMD -MP $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDLIBS     := -lwebsockets -lcjson -lpcre2-8 -lfyaml -lcmark -lutf8proc -lcurl -lm
ALL_LDFLAGS := $(if $(SANITIZE),,$(LDHARDEN)) $(SANITIZE) $(LDFLAGS)

# ---------------------------------------------------------------- files

LIB_SRC  := $(wildcard src/base/*.c) $(wildcard src/core/*.c) src/sys/lumbar_folder.c
BIN_SRC  := $(filter-out $(LIB_SRC),$(wildcard src/*.c src/*/*.c))
TEST_SRC := $(wildcard tests/*/test_*.c)

LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o)
BIN_OBJ  := $(BIN_SRC:%.c=$(BUILD)/%.o)
TESTS    := $(TEST_SRC:%.c=$(BUILD)/%)

.PHONY: build
build: $(BUILD)/lumbard $(BUILD)/liblumbar.a $(BUILD)/liblumbar.so

$(BUILD)/lumbard: $(BIN_OBJ) $(BUILD)/liblumbar.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(BIN_OBJ) $(BUILD)/liblumbar.a $(LDLIBS)

$(BUILD)/liblumbar.a: $(LIB_OBJ)
	rm -f $@
	ar rcs $@ $(LIB_OBJ)

$(BUILD)/liblumbar.so: $(LIB_OBJ)
	$(CC) $(ALL_LDFLAGS) -shared -Wl,-soname,liblumbar.so.0 -o $@ $(LIB_OBJ) $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# a test program is its own file and everything but main
$(BUILD)/tests/%: tests/%.c $(filter-out $(BUILD)/src/main.o,$(BIN_OBJ)) $(BUILD)/liblumbar.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests $(ALL_LDFLAGS) -o $@ $< $(filter-out $(BUILD)/src/main.o,$(BIN_OBJ)) \
		$(BUILD)/liblumbar.a $(LDLIBS) -lcmocka

.PHONY: unit
unit: $(TESTS)
	@for t in $(TESTS); do echo "== $$t"; $$t || exit 1; done

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(BIN_OBJ:.o=.d) $(TESTS:=.d)
