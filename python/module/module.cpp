// SPDX-License-Identifier: Apache-2.0
// plume_lca._core: studies prepared and run in this process, their scores as arrays of NumPy. The
// package calls it through _native.py alone; what its members mean stands in _core.pyi. Without the
// GIL wherever Plume works; signals are looked at ten times a second.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "host/api/columns.hpp"
#include "host/api/plume.hpp"
#include "host/api/variables.hpp"

namespace nb = nanobind;

namespace plume::python {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

/// The vector as an array, without a copy: the array keeps it.
template <class Number>
nb::object array_of(std::vector<Number> values, const std::vector<std::size_t>& shape) {
  auto* kept = new std::vector<Number>(std::move(values));
  nb::capsule owner(kept,
                    [](void* them) noexcept { delete static_cast<std::vector<Number>*>(them); });
  return nb::cast(nb::ndarray<nb::numpy, Number>(kept->data(), shape.size(), shape.data(), owner));
}

/// Arrays of Python, which stay where they are, and as they are, as long as this lives.
class Buffers {
 public:
  Buffers() = default;
  Buffers(const Buffers&) = delete;
  Buffers& operator=(const Buffers&) = delete;
  ~Buffers() {
    for (Py_buffer* each : held_) {
      PyBuffer_Release(each);
      delete each;
    }
  }

  /// Of an array with one dimension, however its numbers lie. `type` as NumPy writes it without the
  /// order of bytes: "f8".
  api::Numbers numbers(nb::handle array, const std::string& type) {
    auto* view = new Py_buffer;
    if (PyObject_GetBuffer(array.ptr(), view, PyBUF_STRIDES) != 0) {
      delete view;
      throw nb::python_error();
    }
    held_.push_back(view);
    const auto known = std::find_if(std::begin(types), std::end(types),
                                    [&](const auto& each) { return each.first == type; });
    if (known == std::end(types) || view->ndim != 1 || view->itemsize != type[1] - '0')
      throw nb::value_error(
          ("a column is one row of numbers of a known type, not " + type).c_str());
    return {view->buf, static_cast<std::size_t>(view->shape[0]), view->strides[0], known->second};
  }

 private:
  using Type = api::Numbers::Type;
  static constexpr std::pair<std::string_view, Type> types[] = {
      {"b1", Type::boolean}, {"i1", Type::int8},    {"i2", Type::int16},  {"i4", Type::int32},
      {"i8", Type::int64},   {"u1", Type::uint8},   {"u2", Type::uint16}, {"u4", Type::uint32},
      {"u8", Type::uint64},  {"f4", Type::float32}, {"f8", Type::float64}};
  std::vector<Py_buffer*> held_;
};

using Column = std::pair<nb::object, std::string>;  ///< an array and its type
using Entries = std::map<std::string, Column>;
using Names = std::vector<std::string>;

api::EntryColumns columns_of(const Entries& entries, Buffers& buffers) {
  constexpr std::pair<const char*, api::Numbers api::EntryColumns::*> members[] = {
      {"rows", &api::EntryColumns::rows},       {"columns", &api::EntryColumns::columns},
      {"amounts", &api::EntryColumns::amounts}, {"uncertainty_type", &api::EntryColumns::kind},
      {"loc", &api::EntryColumns::loc},         {"scale", &api::EntryColumns::scale},
      {"shape", &api::EntryColumns::shape},     {"minimum", &api::EntryColumns::minimum},
      {"maximum", &api::EntryColumns::maximum}, {"negative", &api::EntryColumns::negative}};
  api::EntryColumns made;
  for (const auto& [name, member] : members) {
    if (const auto found = entries.find(name); found != entries.end())
      made.*member = buffers.numbers(found->second.first, found->second.second);
  }
  return made;
}

/// Ids are the numbers of the labels, as of a datapackage.
std::vector<api::Label> numbered(const Names& names) {
  std::vector<api::Label> labels;
  for (const std::string& name : names) labels.push_back({std::to_string(labels.size()), name});
  return labels;
}

/// A model from arrays. They are read when it is made, and not kept.
class Matrices {
 public:
  Matrices(const Entries& technosphere, const Entries& biosphere, const Entries& characterisation,
           const Names& processes, const Names& flows,
           const std::vector<std::pair<std::string, std::string>>& categories)
      : model_(read(technosphere, biosphere, characterisation, processes, flows, categories)) {}

  /// For one study: its millions of numbers are not copied.
  api::Model take() {
    if (!model_) throw nb::value_error("a study has taken these matrices already");
    api::Model model = std::move(*model_);
    model_.reset();
    return model;
  }

 private:
  static api::Model read(const Entries& technosphere, const Entries& biosphere,
                         const Entries& characterisation, const Names& processes,
                         const Names& flows,
                         const std::vector<std::pair<std::string, std::string>>& categories) {
    Buffers buffers;
    api::Columns columns;
    columns.products = columns.processes = numbered(processes);
    columns.flows = numbered(flows);
    for (const auto& [name, unit] : categories) columns.categories.push_back({name, name, unit});
    columns.technosphere = columns_of(technosphere, buffers);
    columns.biosphere = columns_of(biosphere, buffers);
    columns.characterisation = columns_of(characterisation, buffers);
    const nb::gil_scoped_release others_may_go_on;
    return api::model_of(columns);
  }

  std::optional<api::Model> model_;
};

api::Prepared prepare(const std::optional<std::string>& text, const std::string& path,
                      const Settings& settings, Matrices* matrices) {
  std::optional<api::Model> model;
  if (matrices != nullptr) model = matrices->take();
  const nb::gil_scoped_release others_may_go_on;
  api::Study study = text ? api::Study::text(*text, path) : api::Study::file(path);
  for (const auto& [key, value] : settings) study.set(key, value);
  return model ? api::prepare(study, *std::exchange(model, std::nullopt)) : api::prepare(study);
}

std::vector<std::string> findings_of(const api::Prepared& prepared) {
  std::vector<std::string> lines;
  for (const Finding& finding : prepared.findings()) lines.push_back(to_string(finding));
  return lines;
}

/// A run that Ctrl-C ends, and that tells how far it is.
class Run {
 public:
  Run(const api::Prepared& prepared, std::uint64_t iterations, unsigned threads,
      nb::object progress)
      : progress_(std::move(progress)), run_(prepared, settings(iterations, threads)) {}

  api::Result go() {
    const nb::gil_scoped_release others_may_go_on;
    return run_.go();
  }
  api::Result more(std::uint64_t iterations) {
    const nb::gil_scoped_release others_may_go_on;
    return run_.more(iterations);
  }
  [[nodiscard]] api::Result so_far() const { return run_.so_far(); }
  void set_progress(nb::object progress) { progress_ = std::move(progress); }

 private:
  api::RunSettings settings(std::uint64_t iterations, unsigned threads) {
    api::RunSettings settings;
    settings.iterations = iterations;
    settings.threads = threads;
    settings.progress = [this](const api::Progress& at) { tell(at); };
    return settings;
  }

  void tell(const api::Progress& at) {
    const nb::gil_scoped_acquire ours;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
    if (!progress_.is_none()) progress_(at.stage, at.done, at.total);
  }

  nb::object progress_;
  api::Run run_;
};

nb::object scores_of(const api::Result& result, std::uint64_t first) {
  std::vector<double> scores = result.all_scores(first);
  return array_of(std::move(scores),
                  {result.iterations() - first, result.num_demands(), result.num_categories()});
}

nb::object statuses_of(const api::Result& result) {
  std::vector<std::uint8_t> statuses;
  for (const IterationStatus status : result.statuses())
    statuses.push_back(static_cast<std::uint8_t>(status));
  const std::size_t count = statuses.size();
  return array_of(std::move(statuses), {count});
}

nb::object static_scores_of(const api::Result& result) {
  std::vector<double> scores;
  for (std::size_t d = 0; d < result.num_demands(); ++d) {
    for (std::size_t c = 0; c < result.num_categories(); ++c)
      scores.push_back(result.static_score(d, c));
  }
  return array_of(std::move(scores), {result.num_demands(), result.num_categories()});
}

/// All that a result file has of numbers beside scores and statuses, by the names there.
nb::dict figures_of(const api::Result& result) {
  nb::dict made;
  for (api::NamedFigures& each : api::figures_of(result)) {
    made[each.name.c_str()] = std::visit(
        [&](auto& values) { return array_of(std::move(values), each.shape); }, each.values);
  }
  return made;
}

/// Name, dimensions and attributes of each variable of a result file.
nb::list variables() {
  nb::list all;
  for (const api::Variable& variable : api::variables()) {
    nb::list dimensions;
    for (const std::string& dimension : variable.dimensions) dimensions.append(dimension);
    nb::dict attributes;
    for (const auto& [name, value] : variable.attributes) attributes[name.c_str()] = value;
    all.append(nb::make_tuple(variable.name, nb::tuple(dimensions), attributes));
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> demands_of(const api::Result& result) {
  std::vector<std::pair<std::string, std::string>> demands;
  for (std::size_t d = 0; d < result.num_demands(); ++d)
    demands.emplace_back(result.demand(d), result.demand_unit(d));
  return demands;
}

std::vector<std::tuple<std::string, std::string, std::string>> categories_of(
    const api::Result& result) {
  std::vector<std::tuple<std::string, std::string, std::string>> categories;
  for (std::size_t c = 0; c < result.num_categories(); ++c) {
    const api::Category category = result.category(c);
    categories.emplace_back(category.id, category.name, category.unit);
  }
  return categories;
}

std::vector<std::string> status_names() {
  std::vector<std::string> names;
  for (int s = 0; s < num_iteration_statuses; ++s)
    names.emplace_back(name_of(static_cast<IterationStatus>(s)));
  return names;
}

}  // namespace
}  // namespace plume::python

NB_MODULE(_core, m) {
  using namespace plume;
  using namespace plume::python;
  nb::exception<BadInput>(m, "BadInput");
  nb::exception<Error>(m, "Failure");
  nb::class_<api::Prepared>(m, "Prepared")
      .def_prop_ro("ok", &api::Prepared::ok)
      .def_prop_ro("findings", &findings_of);
  nb::class_<api::Result>(m, "Samples")
      .def_prop_ro("iterations", &api::Result::iterations)
      .def_prop_ro("ended", &api::Result::ended)
      .def_prop_ro("demands", &demands_of)
      .def_prop_ro("categories", &categories_of)
      .def_prop_ro("warnings", &api::Result::warnings)
      .def("scores", &scores_of, nb::arg("first") = 0)
      .def("statuses", &statuses_of)
      .def("static_scores", &static_scores_of)
      .def("figures", &figures_of);
  nb::class_<python::Run>(m, "Run")
      .def(nb::init<const api::Prepared&, std::uint64_t, unsigned, nb::object>(),
           nb::arg("prepared"), nb::arg("iterations"), nb::arg("threads"),
           nb::arg("progress").none())
      .def("go", &python::Run::go)
      .def("more", &python::Run::more, nb::arg("iterations"))
      .def("so_far", &python::Run::so_far)
      .def("set_progress", &python::Run::set_progress, nb::arg("progress").none());
  nb::class_<Matrices>(m, "Matrices")
      .def(nb::init<const Entries&, const Entries&, const Entries&, const Names&, const Names&,
                    const std::vector<std::pair<std::string, std::string>>&>(),
           nb::arg("technosphere"), nb::arg("biosphere"), nb::arg("characterisation"),
           nb::arg("processes"), nb::arg("flows"), nb::arg("categories"));
  m.def("prepare", &prepare, nb::arg("text").none(), nb::arg("path"), nb::arg("settings"),
        nb::arg("matrices").none() = nb::none());
  m.attr("STATUSES") = status_names();
  m.attr("VARIABLES") = variables();
}
