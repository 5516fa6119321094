// SPDX-License-Identifier: Apache-2.0
#include "host/link/cross_links.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

constexpr std::size_t pairs_listed = 5;

/// Lower case, without blanks at the ends and with one between words: what names have in common
/// that a reader takes for one.
std::string plainest(std::string_view name) {
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool no_break = name.substr(i, 2) == "\xC2\xA0";
    if (no_break) ++i;
    if (no_break || std::string_view(" \t\r\n").find(name[i]) != std::string_view::npos) {
      if (!plain.empty() && plain.back() != ' ') plain += ' ';
    } else {
      plain += lower_case(name[i]);
    }
  }
  if (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

std::string place_shown(std::string_view location) {
  return location.empty() ? "at no location" : fmt::format("in {{{}}}", location);
}

/// The most frequent first.
template <class List>
std::vector<const typename List::mapped_type*> most(const List& list) {
  std::vector<const typename List::mapped_type*> sorted;
  for (const auto& [key, each] : list) sorted.push_back(&each);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->count > b->count; });
  return sorted;
}

}  // namespace

CrossLinks::CrossLinks(const InventoryData& data, const UnitTable& units, const FlowTable& flows,
                       const std::vector<ProductColumn>& columns, const Providers& providers,
                       const LinkMethods& methods)
    : data_(data),
      units_(units),
      flows_(flows),
      columns_(columns),
      providers_(providers),
      methods_(methods) {
  const bool asked =
      std::any_of(data.sources.begin(), data.sources.end(),
                  [](const RawSource& source) { return source.link == LinkBy::name; });
  if (!asked) return;
  for (std::uint32_t c = 0; c < columns.size(); ++c)
    columns_named_[plainest(product_name(c))].push_back(c);
  for (auto& [name, list] : columns_named_) {
    std::sort(list.begin(), list.end(),
              [&](std::uint32_t a, std::uint32_t b) { return columns_[a].id < columns_[b].id; });
  }
  for (const RawNamedProcess& each : data.named_processes)
    named_processes_.emplace(std::pair{each.source, each.id}, &each);
}

std::string_view CrossLinks::product_name(std::uint32_t column) const {
  const RawExchange& reference = data_.exchanges[columns_[column].reference];
  const RawFlow* flow =
      flows_.find(data_.processes[columns_[column].process].source, reference.flow);
  return data_.text(flow == nullptr || flow->name == no_text ? reference.flow : flow->name);
}

std::optional<CrossLinks::Found> CrossLinks::find(const RawExchange& raw,
                                                  const RawProcess& consumer, Side side,
                                                  const Link& by_id) {
  if (by_id.reason == LinkReason::provider) return std::nullopt;
  if (by_id.reason == LinkReason::nobody) {
    if (std::optional<Found> found = by_mapping(raw, consumer, side)) return found;
  }
  if (options_of(data_, consumer.source).link == LinkBy::id) return std::nullopt;
  return by_name(raw, consumer, side, by_id);
}

std::optional<CrossLinks::Found> CrossLinks::by_mapping(const RawExchange& raw,
                                                        const RawProcess& consumer,
                                                        Side side) const {
  const RawMapping* mapping = methods_.mapping_of(consumer.source, raw.flow);
  if (mapping == nullptr || mapping->to == raw.flow) return std::nullopt;
  RawExchange target = raw;
  target.flow = mapping->to;
  target.provider = mapping->provider;
  // A mapping leads to the product, whichever way its maker's format writes a treatment.
  Found found;
  for (const Side each : {side, Side::either}) {
    found.link =
        providers_.find(target, consumer, each, options_of(data_, consumer.source).providers);
    if (found.link.reason != LinkReason::nobody) break;
  }
  if (found.link.reason == LinkReason::nobody) return std::nullopt;
  if (found.link.reason == LinkReason::ambiguous) {
    found.candidates = providers_.makers(mapping->to, Side::either);
    return found;
  }
  const std::uint32_t column = found.link.column;
  const std::uint32_t source = data_.processes[columns_[column].process].source;
  const std::optional<double> given =
      flows_.factor(consumer.source, raw.flow, raw.unit, raw.property);
  const std::optional<double> from =
      flows_.factor(consumer.source, mapping->from, mapping->from_unit, mapping->from_property);
  const std::optional<double> to =
      flows_.factor(source, mapping->to, mapping->to_unit, mapping->to_property);
  const std::optional<double> row =
      units_.between(source, flows_.unit_of(source, mapping->to), source,
                     unit_of_row(data_, flows_, columns_[column]));
  found.link.reason = LinkReason::mapping;
  found.units = given && from && to && row && *from != 0.0
                    ? *given / *from * mapping->factor * *to * *row
                    : 0.0;
  return found;
}

CrossLinks::Wanted CrossLinks::wanted_of(const RawExchange& raw, const RawProcess& consumer) const {
  Wanted wanted;
  const RawFlow* flow = flows_.find(consumer.source, raw.flow);
  wanted.name = data_.text(flow == nullptr || flow->name == no_text ? raw.flow : flow->name);
  const auto named = named_processes_.find({consumer.source, raw.provider});
  if (raw.provider != no_text && named != named_processes_.end() && named->second->name != no_text)
    wanted.maker = data_.text(named->second->name);
  if (raw.location != no_text)
    wanted.location = raw.location;
  else if (wanted.maker && named->second->location != no_text)
    wanted.location = named->second->location;
  else if (flow != nullptr && flow->location != no_text)
    wanted.location = flow->location, wanted.is_of_flow = true;
  return wanted;
}

/// Of the maker, or of its product where the input's flow says a location and that of the maker
/// does, too.
Text CrossLinks::location_of(std::uint32_t column, const Wanted& wanted) const {
  const RawProcess& maker = data_.processes[columns_[column].process];
  const RawFlow* flow = flows_.find(maker.source, data_.exchanges[columns_[column].reference].flow);
  const bool of_flow = wanted.is_of_flow && flow != nullptr && flow->location != no_text;
  return of_flow ? flow->location : maker.location;
}

/// Of the row of the column in one unit of the exchange: of its own unit, or else of the reference
/// unit of its flow.
std::optional<double> CrossLinks::units_of(const RawExchange& raw, const RawProcess& consumer,
                                           std::uint32_t column) const {
  const std::uint32_t source = data_.processes[columns_[column].process].source;
  const Text row = unit_of_row(data_, flows_, columns_[column]);
  const Text unit = raw.unit == no_text ? flows_.unit_of(consumer.source, raw.flow) : raw.unit;
  if (const std::optional<double> direct = units_.between(consumer.source, unit, source, row))
    return direct;
  const std::optional<double> own =
      flows_.factor(consumer.source, raw.flow, raw.unit, raw.property);
  const std::optional<double> rest =
      units_.between(consumer.source, flows_.unit_of(consumer.source, raw.flow), source, row);
  return own && rest ? std::optional(*own * *rest) : std::nullopt;
}

CrossLinks::Candidates CrossLinks::candidates(const RawExchange& raw, const RawProcess& consumer,
                                              Side side, const Wanted& wanted) const {
  Candidates found;
  const auto named = columns_named_.find(plainest(wanted.name));
  if (named == columns_named_.end()) return found;
  for (const std::uint32_t each : named->second) {
    const RawProcess& maker = data_.processes[columns_[each].process];
    if (maker.source == consumer.source || !providers_.is_on(each, side)) continue;
    if (wanted.location && location_of(each, wanted) != *wanted.location) {
      found.other_places.push_back(each);
    } else if (product_name(each) != wanted.name) {
      found.other_names.push_back(each);
    } else if (!units_of(raw, consumer, each)) {
      found.other_units.push_back(each);
    } else {
      found.all.push_back(each);
      if (wanted.maker && data_.text(maker.name) == *wanted.maker) found.of_maker.push_back(each);
    }
  }
  return found;
}

std::optional<CrossLinks::Found> CrossLinks::by_name(const RawExchange& raw,
                                                     const RawProcess& consumer, Side side,
                                                     const Link& by_id) {
  const Wanted wanted = wanted_of(raw, consumer);
  if (by_id.reason != LinkReason::nobody && !wanted.maker) return std::nullopt;
  const Candidates found = candidates(raw, consumer, side, wanted);
  if (by_id.reason != LinkReason::nobody && found.of_maker.size() != 1) return std::nullopt;
  if (found.all.empty()) {
    if (!found.other_units.empty())
      note(other_units_, raw, consumer, wanted, found.other_units.front());
    else if (!found.other_names.empty())
      note(other_names_, raw, consumer, wanted, found.other_names.front());
    else if (!found.other_places.empty())
      note(other_places_, raw, consumer, wanted, found.other_places.front());
    return std::nullopt;
  }
  const std::vector<std::uint32_t>& left = found.of_maker.empty() ? found.all : found.of_maker;
  Found result;
  result.link = left.size() == 1 ? Link{LinkReason::name, left.front(), false}
                                 : providers_.by_rule(left, consumer,
                                                      options_of(data_, consumer.source).providers);
  result.link.provider_absent = raw.provider != no_text && found.of_maker.empty();
  if (result.link.column == no_raw) {
    result.candidates = left;
    return result;
  }
  result.link.reason = LinkReason::name;
  result.units = *units_of(raw, consumer, result.link.column);
  return result;
}

/// Of inputs that are not linked.
void CrossLinks::note(std::map<NearKey, Near>& list, const RawExchange& raw,
                      const RawProcess& consumer, const Wanted& wanted, std::uint32_t column) {
  Near& near = list[{consumer.source, raw.flow, column}];
  if (near.count++ > 0) return;
  near.consumer = data_.text(consumer.name);
  near.wanted = wanted.name;
  if (&list == &other_places_) near.unit = place_shown(data_.text(*wanted.location));
  if (&list == &other_units_)
    near.unit = data_.text(
        units_.name_of(raw.unit == no_text ? flows_.unit_of(consumer.source, raw.flow) : raw.unit));
  near.column = column;
  near.place = consumer.place;
}

std::string described_maker(const InventoryData& data, const FlowTable& flows,
                            const ProductColumn& column) {
  const RawProcess& maker = data.processes[column.process];
  return fmt::format(
      "'{}'{} of {} {} ({})", data.text(maker.name),
      maker.location == no_text ? "" : fmt::format(" {{{}}}", data.text(maker.location)),
      format_exact(data.exchanges[column.reference].amount),
      data.text(unit_of_row(data, flows, column)), column.id);
}

std::string CrossLinks::described(std::uint32_t column) const {
  const RawProcess& maker = data_.processes[columns_[column].process];
  return fmt::format(
      "'{}'{} ({})", data_.text(maker.name),
      maker.location == no_text ? "" : fmt::format(" {{{}}}", data_.text(maker.location)),
      columns_[column].id);
}

void CrossLinks::report(const Model& model, LinkReport& report, Findings& findings) const {
  const auto tell = [&](const char* code, Place where, const std::string& problem,
                        const char* hint) {
    report.details.push_back({code, where, problem, hint});
    findings.add(code, std::move(where), problem, hint);
  };
  std::map<std::string, std::uint64_t> pairs;
  for (const LinkReport::Across& each : report.across) {
    ++pairs[fmt::format(
        "'{}' from '{}'{} (by {})", each.product, each.maker,
        each.maker_location.empty() ? "" : fmt::format(" {{{}}}", each.maker_location),
        each.reason)];
  }
  std::string linked;
  std::size_t shown = 0;
  for (const auto& [pair, inputs] : pairs) {
    if (shown++ < pairs_listed) linked += (linked.empty() ? "" : ", ") + pair;
  }
  if (!pairs.empty()) {
    tell("N0281", {},
         fmt::format("{} inputs are linked to makers whose product has another id: {}{}",
                     report.across.size(), linked, shown > pairs_listed ? ", …" : ""),
         "plume convert lists each, with the factor from its unit to the maker's");
  }
  for (const Near* each : most(other_units_)) {
    tell(
        "W0282", place_of(data_, model, each->place),
        fmt::format("{} inputs of '{}', the first of '{}', are in '{}', and {} makes it in '{}'",
                    each->count, each->wanted, each->consumer, each->unit, described(each->column),
                    data_.text(units_.name_of(unit_of_row(data_, flows_, columns_[each->column])))),
        "units of different dimensions are not linked by name; give the model a mapping table with "
        "the factor");
  }
  std::uint64_t count = 0;
  std::string list;
  std::size_t listed = 0;
  const auto add = [&](const Near* each, const std::string& text) {
    count += each->count;
    if (listed++ < pairs_listed) list += (list.empty() ? "" : "; ") + text;
  };
  for (const Near* each : most(other_names_)) {
    add(each, fmt::format("'{}' is '{}' in {}", each->wanted, product_name(each->column),
                          described(each->column)));
  }
  for (const Near* each : most(other_places_))
    add(each, fmt::format("'{}' is asked for {} and made by {}", each->wanted, each->unit,
                          described(each->column)));
  if (count == 0) return;
  tell("W0283", {},
       fmt::format("{} inputs are not linked by name, since case, blanks or location differ: {}{}",
                   count, list, listed > pairs_listed ? "; …" : ""),
       "names and locations must be the same letter by letter; mend them, or give the model a "
       "mapping table");
}

}  // namespace plume
