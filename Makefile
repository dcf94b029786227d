# pomoc: see README.md. `make help` lists the targets.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=

# `make deps check` on a bare system: what follows deps is made by a second
# make, which sees the compiler and the libraries that deps has installed.
ifneq ($(and $(filter deps,$(MAKECMDGOALS)),$(filter-out deps,$(MAKECMDGOALS))),)

.NOTPARALLEL:
LATER := $(filter-out deps,$(MAKECMDGOALS))
.PHONY: deps $(LATER)
deps:
	@tests/support/deps.sh install
$(LATER): deps
	@+$(MAKE) --no-print-directory $@

else

ifeq ($(origin CC),default)
CC := gcc
endif
# V=1 shows the commands
ifneq ($(V),1)
Q := @
endif
comma := ,
MSGFMT ?= msgfmt
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
# tests wait more than they work: two for each processor
TEST_JOBS ?= $(shell expr $(JOBS) '*' 2)
# make with all processors, unless the caller has said how many
PMAKE = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

ifeq ($(SAN),1)
B := build-san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
else ifeq ($(FUZZ),1)
B := build-fuzz
CC := clang
SANFLAGS := -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer
else ifeq ($(COVER),1)
B := build-cover
SANFLAGS := --coverage -fprofile-update=atomic
OPT := -O0 -g
else ifeq ($(STATIC),1)
# the agent alone, with all its libraries inside (tests/support/third.sh)
B := build-static
THIRD := build-third/musl
override CC := $(filter ccache,$(CC)) musl-gcc
OPT ?= -Os -g -fno-asynchronous-unwind-tables -Wno-format-truncation
SANFLAGS :=
else ifeq ($(WINDOWS),1)
# the agent alone, with all its libraries inside (tests/support/third.sh)
B := build-windows
THIRD := build-third/mingw
MINGW := x86_64-w64-mingw32
override CC := $(filter ccache,$(CC)) $(MINGW)-gcc-posix
OPT ?= -Os -g -fno-asynchronous-unwind-tables -Wno-format-truncation
SANFLAGS :=
else
B := build
SANFLAGS :=
endif

OPT ?= -O2 -g
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wvla -Wformat=2 -Wundef -Wno-unused-parameter
ifeq ($(WERROR),1)
WARN += -Werror
endif
HARDEN := -fstack-protector-strong -fPIE
ifeq ($(SANFLAGS),)
HARDEN += -D_FORTIFY_SOURCE=2
endif

PKG := pkg-config
ALLPKGS := ncursesw libssh libcrypto vterm sqlite3 libuv jansson libsodium libutf8proc libqrencode
# -isystem: warnings are about our code, not about the libraries' headers
PKGCFLAGS := $(shell $(PKG) --cflags $(ALLPKGS) 2>/dev/null)
CRYPTO := -lcrypto
ifneq ($(THIRD),)
# libssh uses mbedtls there, and there is no libcrypto: POMOC_MBEDTLS
CRYPTO := -lmbedcrypto
PKGCFLAGS := -DPOMOC_MBEDTLS -isystem $(THIRD)/include \
	-isystem $(THIRD)/kernel
HARDEN += -ffunction-sections -fdata-sections
endif
POMOC_CPPFLAGS := -I. -I$(B)/gen -D_GNU_SOURCE \
	-DPOMOC_VERSION='"$(VERSION)"' $(PKGCFLAGS)
POMOC_CFLAGS := -std=c11 $(OPT) $(WARN) $(HARDEN) $(SANFLAGS)
POMOC_LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANFLAGS)
ifeq ($(STATIC),1)
# musl-gcc takes -static-pie and makes a dynamic program: so by hand, with the
# start files that relocate it
MUSL := /usr/lib/$(shell gcc -print-multiarch | sed 's/gnu/musl/')
POMOC_LDFLAGS := -s -static -nostartfiles \
	-Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now,--gc-sections \
	$(addprefix $(MUSL)/,rcrt1.o crti.o crtn.o) -L$(THIRD)/lib
endif
ifeq ($(WINDOWS),1)
# Windows 10 1809, the first one with pseudo consoles; from 7 on an older one
# starts it, to be told that by self_can_run(). No data sections: ld would write
# their zeros.
HARDEN := -fstack-protector-strong -ffunction-sections
POMOC_CPPFLAGS += -D_WIN32_WINNT=0x0A00 -DNTDDI_VERSION=0x0A000006 \
	-D_POSIX_THREAD_SAFE_FUNCTIONS -DLIBSSH_STATIC -DSODIUM_STATIC \
	-DUTF8PROC_STATIC
POMOC_LDFLAGS := -s -static -fstack-protector -mconsole -L$(THIRD)/lib \
	-Wl,--gc-sections,--dynamicbase,--nxcompat,--high-entropy-va \
	-Wl,--major-subsystem-version=6,--minor-subsystem-version=1
endif
COMPILE = $(CC) $(POMOC_CPPFLAGS) $(CPPFLAGS) $(POMOC_CFLAGS) $(CFLAGS)
LINK = $(CC) $(POMOC_LDFLAGS) $(LDFLAGS)

# --- layers: each is its own static library; the order is the link order ---
# NAME_posix.c and NAME_windows.c are two ways to do what NAME.h says
SYSTEM := $(if $(filter 1,$(WINDOWS)),windows,posix)
OTHER_SYSTEM := $(filter-out $(SYSTEM),posix windows)
here = $(filter-out %_$(OTHER_SYSTEM).c,$(wildcard $(1)))
SRC_base := $(call here,shared/base/*.c)
SRC_core := $(call here,shared/core/*.c)
SRC_wire := $(call here,shared/wire/*.c)
SRC_know := $(call here,shared/know/*.c)
SRC_net := $(call here,shared/net/*.c)
SRC_conv := $(call here,shared/conv/*.c)
SRC_term := $(call here,shared/term/*.c)
SRC_ui := $(call here,shared/ui/*.c)
SRC_stage := $(call here,shared/stage/*.c)
SRC_sys := $(call here,shared/sys/*.c)
SRC_store := $(wildcard console/store/*.c)
SRC_config := $(wildcard console/config/*.c)
SRC_desk := $(filter-out console/desk/main.c,$(wildcard console/desk/*.c))
# the program pomoc: its folders are one set of objects (tests/lint/arrows)
SRC_console := $(wildcard $(addprefix console/,link/*.c app/*.c dlg/*.c \
	view/*.c page/*.c cmd/*.c *.c))
SRC_agent := $(call here,agent/*.c)
SRC_deskmain := $(wildcard console/desk/main.c)
ifneq ($(THIRD),)
$(foreach l,store config desk console deskmain,$(eval SRC_$(l) :=))
endif
LAYERS := base core wire know net conv term ui stage sys store config desk

# what a layer may link against, itself first (house.md arrows)
DEP_base := base
DEP_core := core base
DEP_wire := wire core base
DEP_know := know wire core base
DEP_net := net base
DEP_conv := conv wire net core base
DEP_term := term base
DEP_ui := ui term base
DEP_stage := stage ui term base
DEP_sys := sys base
DEP_store := store core base
DEP_config := config net core base
DEP_desk := desk config store conv wire net core sys base
DEP_console := desk config store stage ui term know conv wire net core sys base
DEP_agent := stage ui term know conv wire net core sys base

LIBS_base := -lutf8proc
LIBS_core := $(LIBS_base) -lsodium
LIBS_wire := $(LIBS_core) -ljansson
LIBS_know := $(LIBS_wire)
LIBS_net := $(LIBS_base) -lssh $(CRYPTO) -luv -lsodium
LIBS_conv := -lssh $(CRYPTO) -luv $(LIBS_wire)
LIBS_term := $(LIBS_base) -lvterm
LIBS_ui := $(LIBS_term)
LIBS_stage := $(LIBS_ui)
LIBS_sys := $(LIBS_base) -lutil
LIBS_store := $(LIBS_core) -lsqlite3 -ljansson
LIBS_config := $(LIBS_net)
LIBS_desk := -lssh $(CRYPTO) -luv -lsqlite3 -ljansson -lsodium -lutf8proc -lseccomp -lutil
LIBS_console := $(LIBS_desk) -lvterm -lncursesw -lqrencode
LIBS_agent := -lssh $(CRYPTO) -luv -ljansson -lsodium -lutf8proc -lutil -lvterm
ifeq ($(WINDOWS),1)
SYSLIBS := -lws2_32 -liphlpapi -luserenv -lsecur32 -ladvapi32 -lbcrypt \
	-ldbghelp -lole32 -lshell32 -luuid -lpthread
$(foreach l,$(LAYERS) agent,$(eval LIBS_$(l) := \
	$(filter-out -lutil,$(LIBS_$(l))) $(SYSLIBS)))
endif

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
# the libraries of those layers that have sources
have = $(foreach l,$(1),$(if $(SRC_$(l)),$(B)/lib$(l).a))

PROGS := $(if $(SRC_console),$(B)/pomoc) $(if $(SRC_agent),$(B)/pomoc-agent) \
	$(if $(SRC_deskmain),$(B)/pomoc-desk)

.PHONY: all
all: $(PROGS) libs

.PHONY: libs
libs: $(call have,$(LAYERS))

# where numbers are money, time and lengths from outside
$(call obj,$(SRC_core) $(SRC_wire)): POMOC_CFLAGS += -Wconversion

# a stamp with the flags: a changed flag rebuilds, an unchanged one does not
# (whether a warning is an error changes nothing of what is built)
stamp = $(shell printf '%s\n' '$(subst ','\'',$(2))' > $(B)/$(1).$$$$; \
	cmp -s $(B)/$(1).$$$$ $(B)/$(1) || cp $(B)/$(1).$$$$ $(B)/$(1); \
	rm -f $(B)/$(1).$$$$)
# the folders, once and not by a program for each file
$(shell mkdir -p $(B)/gen $(addprefix $(B)/obj/,$(sort $(dir $(wildcard \
	shared/*/*.c console/*.c console/*/*.c agent/*.c tests/*/*.c \
	tests/*/*/*.c)))) $(patsubst tests/%,$(B)/%,$(wildcard tests/unit/*)) \
	$(addprefix $(B)/,integration bench support fuzz))
say = $(info $() $() $(1)   $(2))
$(call stamp,.flags,$(filter-out -Werror,$(COMPILE)) $(if $(THIRD),$(file <$(THIRD)/key)))

$(B)/obj/%.o: %.c $(B)/.flags
	$(Q)$(call say,CC,$<)$(COMPILE) -MMD -MP -c -o $@ $<

define layer_rule
$(B)/lib$(1).a: $(call obj,$(SRC_$(1)))
	$(Q)$$(call say,AR,$$@)rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(B)/pomoc: $(call obj,$(SRC_console)) $(call have,$(DEP_console))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_console)
$(B)/pomoc-desk: $(call obj,$(SRC_deskmain)) $(call have,$(DEP_desk))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_desk)
$(B)/pomoc-agent: $(call obj,$(SRC_agent)) $(B)/obj/agent/catalogue.o \
		$(call have,$(DEP_agent))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_agent)
# what Explorer shows of it, and that all its texts are UTF-8
$(B)/obj/agent/windows.o: agent/windows.rc $(wildcard agent/windows/*) $(B)/.flags
	$(Q)$(call say,RC,$<)$(MINGW)-windres -I agent/windows -c 65001 \
		-DVERSION_TEXT='\"$(VERSION)\"' \
		-DVERSION_COMMAS=$(subst .,$(comma),$(VERSION))$(comma)0 $< $@
$(B)/pomoc-agent.exe: $(call obj,$(SRC_agent)) $(B)/obj/agent/windows.o \
		$(B)/obj/agent/catalogue.o $(call have,$(DEP_agent))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_agent)
# as it is for Windows 10 1809, which knows no manifest that says UTF-8
$(B)/1809/pomoc-agent.exe: $(B)/pomoc-agent.exe
	$(Q)$(call say,LD,$@)mkdir -p $(@D) && $(LINK) -o $@ \
		$(call obj,$(SRC_agent)) $(B)/obj/agent/catalogue.o \
		$(call have,$(DEP_agent)) $(LIBS_agent)
$(B)/called.exe $(B)/codepage.exe: $(B)/%.exe: $(B)/obj/tests/reach/%.o
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ -lshell32
$(B)/crash.exe: $(B)/obj/tests/reach/crash.o $(call have,$(DEP_sys))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_sys)
$(B)/spin.exe: $(B)/obj/tests/reach/spin.o $(B)/obj/agent/guard_windows.o \
		$(call have,$(DEP_sys))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_sys)

# --- what is compiled into the programs ---
# schema.sql as a C string: #include "schema.sql.h"
quoted = sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< >$@
$(B)/gen/%.sql.h: console/store/%.sql
	$(Q)$(call say,GEN,$@)$(quoted)
# so the page for clients: page_pl.html, page.css
$(B)/gen/%.h: console/page/%
	$(Q)$(call say,GEN,$@)$(quoted)
GEN := $(patsubst console/store/%.sql,$(B)/gen/%.sql.h,$(wildcard console/store/*.sql))
$(call obj,$(SRC_store)): | $(GEN)
PAGES := $(patsubst console/page/%,$(B)/gen/%.h,$(wildcard console/page/*.html console/page/*.css))
$(call obj,console/page/page.c): | $(PAGES)

# --- translations: each catalogue is compiled in, shared/base/catalogue.h ---
POS := $(wildcard shared/po/*.po)
XSRC := $(sort $(wildcard shared/*/*.[ch] console/*.[ch] console/*/*.[ch] \
	agent/*.[ch]))
.PHONY: po-update
$(B)/obj/shared/base/catalogue.o: $(POS:shared/po/%.po=$(B)/gen/%.mo.h)
# msgfmt, with what the compiler has for <PRId64> of a .po file
mo = d=$$(printf '\#include <inttypes.h>\nPRId64\n' | \
	$(COMPILE) -E -P -x c - | tail -n 1 | tr -d '" ') && \
	sed "s/<PRId64>/$$d/g" $< | $(MSGFMT) -c --no-hash -o $@ -
rows = od -An -v -tu1 $< | \
	LC_ALL=C awk -v lang=$* -f tests/support/catalogue.awk >$@ || { rm -f $@; false; }
# where gettext(1) of the tests finds it, too
MO := $(B)/locale/%/LC_MESSAGES/pomoc.mo
$(MO): shared/po/%.po $(B)/.flags
	$(Q)$(call say,GEN,$@)mkdir -p $(@D); $(mo)
$(B)/gen/%.mo.h: $(MO) tests/support/catalogue.awk
	$(Q)$(call say,GEN,$@)$(rows)
$(B)/gen/agent/%.mo: $(B)/gen/agent/%.po
	$(Q)$(call say,GEN,$@)$(mo)
$(B)/gen/agent/%.mo.h: $(B)/gen/agent/%.mo tests/support/catalogue.awk
	$(Q)$(call say,GEN,$@)$(rows)
# the agent is to be small: what only the console says is not in it
$(B)/obj/agent/catalogue.o: POMOC_CPPFLAGS := -I$(B)/gen/agent $(POMOC_CPPFLAGS)
$(B)/obj/agent/catalogue.o: shared/base/catalogue.c \
		$(POS:shared/po/%.po=$(B)/gen/agent/%.mo.h) $(B)/.flags
	$(Q)$(call say,CC,$< of the agent)$(COMPILE) -MMD -MP -c -o $@ $<
$(B)/gen/agent/%.po: shared/po/%.po $(filter shared/% agent/%,$(XSRC))
	$(Q)$(call say,GEN,$@)mkdir -p $(@D); tests/support/po.sh agent $< >$@ || { rm -f $@; false; }
.PRECIOUS: $(MO) $(B)/gen/agent/%.po $(B)/gen/agent/%.mo
# the catalogues from the sources: new strings come in untranslated
po-update:
	$(Q)tests/support/po.sh update

# --- unit tests: tests/unit/<layer>/test_*.c, linked to that layer's arrows ---
UNIT_SRC := $(wildcard tests/unit/*/test_*.c)
ifneq ($(THIRD),)
UNIT_SRC := $(filter-out $(addprefix tests/unit/,store/% config/% desk/% \
	console/% net/test_random.c),$(UNIT_SRC))
endif
UNIT_BIN := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SRC))
# tests of a program's own parts link all of it but main
UNIT_console := $(call obj,$(filter-out console/main.c,$(SRC_console)))
UNIT_agent := $(call obj,$(filter-out agent/main.c,$(SRC_agent)))

.SECONDEXPANSION:
layer_of = $(firstword $(subst /, ,$(patsubst $(B)/unit/%,%,$(1))))
$(UNIT_BIN): $(B)/unit/%: $(B)/obj/tests/unit/%.o $$(UNIT_$$(call layer_of,$$@)) \
		$$(call have,$$(DEP_$$(call layer_of,$$@)))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $^ $(LIBS_$(call layer_of,$@)) -lcmocka

# those unit tests that ask more of POSIX than Windows has, each with its reason
POSIX_UNITS := $(shell sed -n 's/^\([a-z_]*\/test_[a-z_]*\) .*/\1/p' tests/reach/units.txt)
UNIT_WINDOWS := $(filter-out $(POSIX_UNITS:%=$(B)/unit/%),$(UNIT_BIN))
# longjmp() of a case that fails or is skipped goes by these there
$(B)/obj/tests/unit/%: POMOC_CFLAGS += $(if $(WINDOWS),-fasynchronous-unwind-tables)
.PHONY: unit-windows
unit-windows: $(UNIT_WINDOWS)

# what the views answer there comes to the test
ANSWERS := consent give refuse answer_quote answer_rate
$(B)/unit/agent/test_boxes $(B)/unit/agent/test_bars: \
	LDFLAGS += $(ANSWERS:%=-Wl,--wrap=visit_%)

# pictures: time stands still there, the user is not root (tests/support/golden.h)
GOLDEN_WRAPS := clock_ms clock_utc_s user_is_root user_root
GOLDENS := $(wildcard tests/unit/*/test_golden*.c)
GOLDENS := $(GOLDENS:tests/unit/%.c=$(B)/unit/%)
$(GOLDENS): LDFLAGS += $(GOLDEN_WRAPS:%=-Wl,--wrap=%)
$(filter $(B)/unit/console/%,$(GOLDENS)): \
	LDFLAGS += $(patsubst %,-Wl$(comma)--wrap=desk_link_%,state why retry_s send)
# what the boxes send comes to the test
$(B)/unit/console/test_wait $(B)/unit/console/test_marks: \
	LDFLAGS += -Wl,--wrap=desk_link_send
# a key may be one in a token
$(B)/unit/conv/test_twin: LDFLAGS += -Wl,--wrap=key_blob_in_token

# --- integration tests and benchmarks in C: linked with every layer ---
INTEG_SRC := $(wildcard tests/integration/test_*.c)
INTEG_BIN := $(patsubst tests/%.c,$(B)/%,$(INTEG_SRC))
BENCH_SRC := $(wildcard tests/bench/bench_*.c)
BENCH_BIN := $(patsubst tests/%.c,$(B)/%,$(BENCH_SRC))
# helpers that the scripts run: tests/support/<tool>.c
TOOL_SRC := $(wildcard tests/support/*.c)
TOOL_BIN := $(patsubst tests/%.c,$(B)/%,$(TOOL_SRC))
# what the benchmarks share: tests/bench/ without the bench_*.c
BENCH_OBJ := $(call obj,$(filter-out $(BENCH_SRC),$(wildcard tests/bench/*.c)))
$(BENCH_BIN): $(BENCH_OBJ)
# a tool of several files: tests/support/liar/
$(B)/support/liardesk: $(call obj,$(wildcard tests/support/liar/*.c))
$(INTEG_BIN) $(BENCH_BIN) $(TOOL_BIN): $(B)/%: $(B)/obj/tests/%.o \
		$(call have,$(DEP_console))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS_console) -lcmocka

# --- fuzz targets: replayed over their corpora by `make check` ---
FUZZ_SECONDS ?= 60
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(FUZZ_SRC))
FUZZ_LAYERS := ui term conv wire core net sys base
FUZZ_LIBS := -lutf8proc -lvterm -ljansson -lssh $(CRYPTO) -luv -lsodium -lutil
ifeq ($(FUZZ),1)
FUZZ_MAIN :=
FUZZ_LIBS += -fsanitize=fuzzer
else
FUZZ_MAIN := $(B)/obj/tests/fuzz/replay.o
endif
$(FUZZ_BIN): $(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(FUZZ_MAIN) \
		$(call have,$(FUZZ_LAYERS))
	$(Q)$(call say,LD,$@)$(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(FUZZ_LIBS)
$(B)/fuzz/fuzz_words: $(B)/obj/agent/desk_given.o

.PHONY: fuzz fuzz-build
fuzz-build: $(FUZZ_BIN)
# every target for FUZZ_SECONDS with clang's libFuzzer, ASan and UBSan
fuzz:
	$(Q)+$(PMAKE) FUZZ=1 fuzz-build
	$(Q)JOBS=$(JOBS) tests/support/fuzz.sh build-fuzz $(FUZZ_SECONDS) $(FUZZ_ONLY)

# --- running the tests ---
.PHONY: unit check tests-build lint lint-fast bench bench-parts
# the benchmarks too, so that none stops to build
tests-build: all $(UNIT_BIN) $(INTEG_BIN) $(FUZZ_BIN) $(TOOL_BIN) $(BENCH_BIN)
unit: $(UNIT_BIN)
	@tests/run -b $(B) -j $(TEST_JOBS) $(UNIT_BIN)
# one layer's unit tests: make unit-term
unit-%: $$(filter $(B)/unit/%/$$(PERCENT),$$(UNIT_BIN))
	@set -e; for t in $(filter $(B)/unit/$*/%,$(UNIT_BIN)); do \
		$(MAKE) --no-print-directory $$t; echo "== $$t"; $$t; done

# Those that wait longest come first.
CHECKS := $(sort $(wildcard tests/e2e/*.sh tests/integration/*.sh)) \
	$(INTEG_BIN) $(UNIT_BIN) $(FUZZ_BIN) tests/lint/arrows tests/lint/sizes \
	tests/lint/words tests/lint/protocol tests/lint/po
.PHONY: check-short
check:
	$(Q)+$(PMAKE) tests-build
	@tests/run -b $(B) -j $(TEST_JOBS) $(CHECKS)
check-short:
	$(Q)+$(PMAKE) tests-build
	@tests/run -b $(B) -j $(TEST_JOBS) $(filter-out tests/e2e/%,$(CHECKS))
.PHONY: cover
# the lines that the tests run, counted by gcov
cover:
	$(Q)+$(PMAKE) COVER=1 tests-build
	$(Q)find build-cover -name '*.gcda' -delete
	-$(Q)$(MAKE) --no-print-directory COVER=1 check
	@tests/support/cover.sh build-cover
# lints with a list of what is still left, tests/lint/NAME.todo
SETTLED := tests/lint/floors tests/lint/unused tests/lint/hubs \
	tests/lint/prefix tests/lint/readers tests/lint/limits \
	tests/lint/dialect
LINTS := tests/lint/arrows tests/lint/sizes tests/lint/words \
	tests/lint/protocol tests/lint/po tests/lint/format tests/lint/shell \
	tests/lint/man tests/lint/tidy $(SETTLED)
.PHONY: man-update lint-shrink
man-update: $(TOOL_BIN)
	$(Q)tests/support/pages.sh update
lint: all $(TOOL_BIN) lint-windows
	@CPPFLAGS='$(subst ','\'',$(POMOC_CPPFLAGS))' \
		tests/run -b $(B) -j $(JOBS) -t 400 $(LINTS)
# what only Windows has, for those lints that look at objects
.PHONY: lint-windows windows-objects
lint-windows:
	$(if $(wildcard build-third/mingw/key),$(Q)+$(PMAKE) WINDOWS=1 windows-objects)
windows-objects: $(filter %_windows.o,$(call obj,$(foreach l,$(LAYERS) agent,$(SRC_$(l)))))
# strikes out what is mended of those lists
lint-shrink: all lint-windows
	$(Q)for l in $(SETTLED); do SHRINK=1 POMOC_BUILD='$(B)' $$l; done
.PHONY: check-faults soak fidelity
# real programs through the agent and beside it: tests/fidelity/cases
fidelity:
	$(Q)+$(PMAKE) all $(TOOL_BIN)
	@POMOC_BUILD='$(CURDIR)/$(B)' tests/fidelity/run whole $(CASES)
# what the program must survive, by its numbers: tests/faults/cases
check-faults:
	$(Q)+$(PMAKE) tests-build
	@tests/faults/run -b $(B) -j $(TEST_JOBS) $(FAULTS)
# eight visits at once for so long, everything of them killed now and then
MINUTES ?= 30
SEED ?= $(shell date +%s)
soak:
	$(Q)+$(PMAKE) tests-build
	@POMOC_BUILD='$(CURDIR)/$(B)' tests/soak/soak.sh \
		$$(($(MINUTES) * 60)) $(SEED)
# beside real ssh, tmux and a tunnel, near, far, and far with losses: a table,
# and build/bench.json
bench:
	$(Q)+$(PMAKE) all $(BENCH_BIN)
	@POMOC_BUILD='$(CURDIR)/$(B)' tests/bench/run \
		$(B)/bench/bench_live $(B)/bench/bench_far $(B)/bench/bench_age
# single parts of the programs, and what a waiting client costs the desk
bench-parts:
	$(Q)+$(PMAKE) all $(BENCH_BIN) $(TOOL_BIN)
	@POMOC_BUILD='$(CURDIR)/$(B)' tests/bench/run $(filter-out \
		%/bench_live %/bench_far %/bench_age,$(BENCH_BIN)) tests/bench/*.sh

.PHONY: demo
# the whole product on this machine: tests/support/demo.sh
demo:
	$(Q)+$(PMAKE) all
	@tests/support/demo.sh $(CURDIR)/$(B)

.PHONY: pictures
# those of the README, from real screens
pictures:
	$(Q)+$(PMAKE) all $(TOOL_BIN)
	@tests/support/pictures.sh $(CURDIR)/$(B) man/pictures

# --- an agent that needs nothing of the machine: one file ---
.PHONY: third third-fetch third-musl third-mingw static check-static
third: third-fetch
	$(Q)+$(PMAKE) third-musl third-mingw
# one at a time: "make -j third static" asks for the same twice
third-fetch:
	$(Q)mkdir -p build-third
	$(Q)flock build-third/fetch.lock tests/support/third.sh fetch
third-musl third-mingw: third-%: third-fetch
	$(Q)JOBS=$(JOBS) flock build-third/$*.lock tests/support/third.sh build $*
static: third-musl
	$(Q)+$(PMAKE) STATIC=1 build-static/pomoc-agent
.PHONY: windows check-windows
windows: third-mingw
	$(Q)+$(PMAKE) WINDOWS=1 build-windows/pomoc-agent.exe
# it visits a desk of this machine, under wine
check-windows: windows
	$(Q)+$(PMAKE) WINDOWS=1 unit-windows \
		$(addprefix build-windows/,1809/pomoc-agent.exe called.exe \
		codepage.exe crash.exe spin.exe)
	$(Q)+$(PMAKE) all $(TOOL_BIN)
	@tests/run -b $(B) -j 1 $(sort $(wildcard tests/reach/wine_*.sh))
# the same visits with it: beside it stand the console and the desk
STATIC_TESTS ?= tests/integration/agent_bare.sh \
	tests/integration/agent_stock.sh $(sort $(wildcard tests/e2e/*.sh))
BESIDE := build-static/beside
check-static: static
	$(Q)+$(PMAKE) tests-build
	$(Q)rm -rf $(BESIDE) && mkdir $(BESIDE)
	$(Q)cp build/pomoc build/pomoc-desk build-static/pomoc-agent $(BESIDE)
	$(Q)ln -s ../../build/locale ../../build/support $(BESIDE)
	@tests/run -b $(BESIDE) -j $(TEST_JOBS) $(strip $(STATIC_TESTS))
	@tests/run -b $(BESIDE) -j 1 -t 900 tests/reach/relink.sh

# what a firm may publish: the agents that were built, and what their licences
# ask to stand beside them
REACH := pomoc-reach-$(VERSION)
AGENTS := $(wildcard build-static/pomoc-agent build-windows/pomoc-agent.exe)
.PHONY: dist-reach
dist-reach:
	$(if $(AGENTS),,$(error no agent is built yet: make static))
	@rm -rf $(REACH) && mkdir -p $(REACH)/sources
	@cp $(AGENTS) $(REACH)
	@cp $$(tests/support/third.sh sources) $(REACH)/sources
	@git archive --format=tar --prefix=pomoc-$(VERSION)/ HEAD | gzip -9n \
		>$(REACH)/sources/pomoc-$(VERSION).tar.gz
	@cp LICENSE $(REACH)/LICENSE-pomoc
	@for l in LGPL-2.1 Apache-2.0; do \
		cp /usr/share/common-licenses/$$l $(REACH)/LICENSE-$$l; done
	@sed -n '/^## What a firm publishes/,/^## /p' CONTRIBUTING.md | \
		sed '$$d' >$(REACH)/README
	@cd $(REACH) && find . -type f ! -name SHA256SUMS | sort | cut -c 3- | \
		xargs sha256sum >SHA256SUMS
	@echo $(REACH)

# --- packages, installation, release ---
.PHONY: deps deps-list deps-deb deps-agents deps-reach deb check-deb install uninstall dist clean help
deps:
	@tests/support/deps.sh install
deps-deb deps-agents deps-reach: deps-%:
	@tests/support/deps.sh $*
deps-list:
	@tests/support/deps.sh list

D = $(DESTDIR)$(PREFIX)
MAN := $(wildcard man/*.[1-8])
MANPL := $(wildcard man/pl/*.[1-8])
# the completions: where they go, and those of a program in bash and fish
COMPLETE := share/bash-completion/completions share/zsh/site-functions \
	share/fish/vendor_completions.d
complete = $(patsubst %,'$(D)/share/bash-completion/completions/%',$(1)) \
	$(patsubst %,'$(D)/share/fish/vendor_completions.d/%.fish',$(1))
PROGRAMS := pomoc pomoc-agent pomoc-desk
EXAMPLES := $(wildcard shared/examples/*)
# where a manual page goes: man/pl/pomoc.1 -> pl/man1/pomoc.1
manpath = $(patsubst man/%,%,$(dir $(1)))man$(subst .,,$(suffix $(1)))/$(notdir $(1))
install: all
	install -d '$(D)/bin'
	install -m 755 $(PROGS) '$(D)/bin'
	$(foreach m,$(MAN) $(MANPL),install -D -m 644 $(m) '$(D)/share/man/$(call manpath,$(m))' && ) :
	install -d $(COMPLETE:%='$(D)/%') '$(D)/share/doc/pomoc/examples'
	install -m 644 shared/completion/pomoc.bash '$(D)/share/bash-completion/completions/pomoc'
	install -m 644 shared/completion/pomoc.fish '$(D)/share/fish/vendor_completions.d'
	install -m 644 shared/completion/pomoc.zsh '$(D)/share/zsh/site-functions/_pomoc'
	for p in pomoc-agent pomoc-desk; do \
		ln -sf pomoc '$(D)/share/bash-completion/completions'/$$p; \
		ln -sf pomoc.fish '$(D)/share/fish/vendor_completions.d'/$$p.fish; done
	install -m 644 $(EXAMPLES) '$(D)/share/doc/pomoc/examples'
	for d in systemd/system sysusers.d tmpfiles.d; do install -d '$(D)/lib'/$$d; done
	shared/service/unit.sh '$(PREFIX)' >'$(D)/lib/systemd/system/pomoc-desk.service'
	install -m 644 shared/service/sysusers.conf '$(D)/lib/sysusers.d/pomoc.conf'
	install -m 644 shared/service/tmpfiles.conf '$(D)/lib/tmpfiles.d/pomoc.conf'
uninstall:
	rm -f $(foreach p,$(PROGS),'$(D)/bin/$(notdir $(p))') \
		$(foreach m,$(MAN) $(MANPL),'$(D)/share/man/$(call manpath,$(m))') \
		$(call complete,$(PROGRAMS)) '$(D)/share/zsh/site-functions/_pomoc' \
		$(EXAMPLES:shared/examples/%='$(D)/share/doc/pomoc/examples/%') \
		'$(D)/lib/systemd/system/pomoc-desk.service' \
		'$(D)/lib/sysusers.d/pomoc.conf' '$(D)/lib/tmpfiles.d/pomoc.conf'

# Debian packages in build/deb, from a copy of this tree; agents for other
# machines go along where they were built
deb:
	$(Q)JOBS=$(JOBS) shared/deb/build.sh $(B)/deb $(wildcard \
		build-static/pomoc-agent build-windows/pomoc-agent.exe)

# they are lintian-clean; installed, upgraded, removed in a system of their own
check-deb:
	$(Q)+$(PMAKE) all $(TOOL_BIN)
	@tests/run -b $(B) -j 1 -t 900 tests/packages/build.sh \
		tests/packages/installed.sh tests/packages/in_earnest.sh

dist:
	git archive --format=tar --prefix=pomoc-$(VERSION)/ HEAD | gzip -9n \
		>pomoc-$(VERSION).tar.gz
	@echo pomoc-$(VERSION).tar.gz

# build-third/ takes minutes and a network, so it stays
clean:
	rm -rf build $(filter-out build-third,$(wildcard build-*))

help:
	@sed -n 's/^##  *//p' Makefile
##  make deps          install the Debian packages for build, run and tests
##  make deps-deb      those that make deb needs, and no more
##  make deps-agents   those that make static and make windows need
##  make deps-reach    all of these, and what single tests need: a browser, wine
##  make static        build-static/pomoc-agent: one file for any Linux
##  make windows       build-windows/pomoc-agent.exe, for Windows 10 and 11
##  make third         the libraries of such agents, once, into build-third/
##  make dist-reach    a folder with the agents, sums, sources, licences
##  make check-windows visits with that agent, under wine
##  make check-static  the visits of tests/e2e/ with that agent
##  make deps-list     only print their names
##  make               build everything into build/
##  make demo          see it work: the console and a client in one tmux
##  make check         all tests; SAN=1 for ASan and UBSan (build-san/)
##  make check-short   the same without tests/e2e/, which drives terminals
##  make unit-LAYER    one layer's unit tests (base core wire net conv term ...)
##  make check-faults  what it must survive, case by case; FAULTS="21 23"
##  make fidelity      real programs, cell by cell as in a plain tmux; CASES=vim
##  make soak          eight visits, everything killed; MINUTES=30 SEED=n
##  make lint          format, clang-tidy, include arrows, sizes, manual, ...
##  make lint-shrink   strikes out of tests/lint/*.todo what is mended
##  make fuzz          libFuzzer; FUZZ_SECONDS=60 a target, FUZZ_ONLY=name FUZZ_SEED=n
##  make cover         how many lines of each layer the tests run
##  make bench         beside real ssh and tmux, a table and build/bench.json
##  make bench-parts   the benchmarks of single parts
##  make pictures      the screens that the README shows
##  make po-update     bring the translations up to the sources
##  make man-update    bring the tables of the manual up to the program
##  make install       PREFIX=/usr/local DESTDIR=; uninstall takes it back
##  make deb           Debian packages in build/deb: pomoc, pomoc-agent
##  make check-deb     these installed, upgraded and removed; as root, with a network
##  make dist          pomoc-VERSION.tar.gz from the last commit
##  make clean
##  V=1 shows the commands, WERROR=1 makes warnings errors.

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

endif
