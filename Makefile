# pomoc: see README.md. `make help` lists the targets.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=

ifeq ($(origin CC),default)
CC := gcc
endif
# V=1 shows the commands
ifneq ($(V),1)
Q := @
endif
MSGFMT ?= msgfmt

ifeq ($(SAN),1)
B := build-san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
else
B := build
SANFLAGS :=
endif

OPT ?= -O2 -g
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wvla -Wformat=2 -Wundef -Wno-unused-parameter
HARDEN := -fstack-protector-strong -fPIE
ifneq ($(SAN),1)
HARDEN += -D_FORTIFY_SOURCE=2
endif

PKG := pkg-config
ALLPKGS := ncursesw libssh vterm sqlite3 libuv jansson inih libsodium
# -isystem: warnings are about our code, not about the libraries' headers
PKGCFLAGS = $(shell $(PKG) --cflags $(ALLPKGS) 2>/dev/null)
CPPFLAGS += -I. -I$(B)/gen -D_GNU_SOURCE -DPOMOC_VERSION='"$(VERSION)"' \
	-DPOMOC_PREFIX='"$(PREFIX)"' $(PKGCFLAGS)
CFLAGS += -std=c11 $(OPT) $(WARN) $(HARDEN) $(SANFLAGS)
LDFLAGS += -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANFLAGS)

# --- layers: each is its own static library; the order is the link order ---
LAYERS_SHARED := base core wire net term ui sys
SRC_base := $(wildcard shared/base/*.c)
SRC_core := $(wildcard shared/core/*.c)
SRC_wire := $(wildcard shared/wire/*.c)
SRC_net := $(wildcard shared/net/*.c)
SRC_term := $(wildcard shared/term/*.c)
SRC_ui := $(wildcard shared/ui/*.c)
SRC_sys := $(wildcard shared/sys/*.c)
SRC_store := $(wildcard console/store/*.c)
SRC_desk := $(filter-out console/desk/main.c,$(wildcard console/desk/*.c))
SRC_console := $(wildcard console/*.c)
SRC_agent := $(wildcard agent/*.c)
SRC_deskmain := $(wildcard console/desk/main.c)
LAYERS := base core wire net term ui sys store desk

# what a layer may link against, itself first (house.md arrows)
DEP_base := base
DEP_core := core base
DEP_wire := wire core base
DEP_net := net base
DEP_term := term base
DEP_ui := ui term base
DEP_sys := sys base
DEP_store := store core base
DEP_desk := desk store wire net core sys base

LIBS_base := -linih
LIBS_core := $(LIBS_base) -lsodium
LIBS_wire := $(LIBS_core) -ljansson
LIBS_net := $(LIBS_base) -lssh -luv -lsodium
LIBS_term := $(LIBS_base) -lvterm
LIBS_ui := $(LIBS_term)
LIBS_sys := $(LIBS_base) -lutil
LIBS_store := $(LIBS_core) -lsqlite3 -ljansson
LIBS_desk := -lssh -luv -lsqlite3 -ljansson -lsodium -lseccomp -linih -lutil
LIBS_console := -lssh -luv -lsqlite3 -ljansson -lsodium -lseccomp -linih \
	-lutil -lvterm -lncursesw
LIBS_agent := -lssh -luv -ljansson -lsodium -linih -lutil -lvterm

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
lib = $(foreach l,$(1),$(B)/lib$(l).a)

PROGS := $(if $(SRC_console),$(B)/pomoc) $(if $(SRC_agent),$(B)/pomoc-agent) \
	$(if $(SRC_deskmain),$(B)/pomoc-desk)

.PHONY: all
all: $(PROGS) libs po

.PHONY: libs
libs: $(foreach l,$(LAYERS),$(if $(SRC_$(l)),$(B)/lib$(l).a))

# a stamp with the flags: a changed flag rebuilds, an unchanged one does not
$(shell mkdir -p $(B)/gen)
FLAGS_NOW := $(CC) $(CPPFLAGS) $(CFLAGS)
$(shell printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' > $(B)/.flags.new; \
	cmp -s $(B)/.flags.new $(B)/.flags || cp $(B)/.flags.new $(B)/.flags; \
	rm -f $(B)/.flags.new)

$(B)/obj/%.o: %.c $(B)/.flags
	@mkdir -p $(@D)
	@echo '  CC   $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

define layer_rule
$(B)/lib$(1).a: $(call obj,$(SRC_$(1)))
	@rm -f $$@
	@echo '  AR   $$@'
	$(Q)ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

have = $(foreach l,$(1),$(if $(SRC_$(l)),$(B)/lib$(l).a))

$(B)/pomoc: $(call obj,$(SRC_console)) $(call have,desk store ui term wire net core sys base)
	@echo '  LD   $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_console)
$(B)/pomoc-desk: $(call obj,$(SRC_deskmain)) $(call have,desk store wire net core sys base)
	@echo '  LD   $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_desk)
$(B)/pomoc-agent: $(call obj,$(SRC_agent)) $(call have,ui term wire net core sys base)
	@echo '  LD   $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_agent)

# --- translations ---
POS := $(wildcard shared/po/*.po)
MOS := $(patsubst shared/po/%.po,$(B)/locale/%/LC_MESSAGES/pomoc.mo,$(POS))
.PHONY: po
po: $(MOS)
$(B)/locale/%/LC_MESSAGES/pomoc.mo: shared/po/%.po
	@mkdir -p $(@D)
	$(Q)$(MSGFMT) -c -o $@ $<

# --- unit tests: tests/unit/<layer>/test_*.c, linked to that layer's arrows ---
UNIT_SRC := $(wildcard tests/unit/*/test_*.c)
UNIT_BIN := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SRC))
SUPPORT_OBJ := $(call obj,$(wildcard tests/support/*.c))

.SECONDEXPANSION:
layer_of = $(firstword $(subst /, ,$(patsubst $(B)/unit/%,%,$(1))))
$(UNIT_BIN): $(B)/unit/%: $(B)/obj/tests/unit/%.o $$(call have,$$(DEP_$$(call layer_of,$$@)))
	@mkdir -p $(@D)
	@echo '  LD   $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_$(call layer_of,$@)) -lcmocka

# --- fuzz targets: replayed over their corpora by `make check` ---
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_REPLAY := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(FUZZ_SRC))
FUZZ_LAYERS := ui term wire core sys base
FUZZ_LIBS := -lvterm -ljansson -lsodium -linih -lutil
$(FUZZ_REPLAY): $(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/replay.o $$(call have,$$(FUZZ_LAYERS))
	@mkdir -p $(@D)
	@echo '  LD   $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(FUZZ_LIBS)

.PHONY: unit
unit: $(UNIT_BIN)
	@set -e; for t in $(UNIT_BIN); do echo "== $$t"; $$t; done
# one layer's unit tests: make unit-term
unit-%: $$(filter $(B)/unit/%/$$(PERCENT),$$(UNIT_BIN))
	@set -e; for t in $(filter $(B)/unit/$*/%,$(UNIT_BIN)); do \
		$(MAKE) --no-print-directory $$t; echo "== $$t"; $$t; done

.PHONY: clean
clean:
	rm -rf build build-san build-fuzz

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
