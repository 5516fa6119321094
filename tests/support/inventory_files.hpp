// SPDX-License-Identifier: Apache-2.0
// The tables of an inventory as texts, written to a folder of their own.
#pragma once

#include <string>
#include <vector>

#include "host/study/study_inventory.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::testing {

/// Empty tables are left out.
struct InventoryTexts {
  std::string activities = {}, quantities = {}, instruments = {}, credits = {}, factors = {},
              parameters = {};
};

class InventoryFiles {
 public:
  explicit InventoryFiles(const InventoryTexts& texts) {
    write("a.csv", texts.activities, inventory.activities);
    write("q.csv", texts.quantities, inventory.quantities);
    write("i.csv", texts.instruments, inventory.instruments);
    write("c.csv", texts.credits, inventory.credits);
    write("f.csv", texts.factors, inventory.factors);
    write("p.csv", texts.parameters, inventory.parameters);
  }
  StudyInventory inventory;

 private:
  void write(const char* name, const std::string& text,
             std::vector<StudyInventory::File>& files) const {
    if (!text.empty()) files.push_back({folder_.write(name, text), name});
  }
  TempFolder folder_;
};

/// A table of factors: "one" is 1 t CO2 per t, "half" 0.5 t, "power" 0.4 t per MWh, each certain.
inline const std::string plain_factors =
    "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
    "one,fuel,t,t,CO2,1,constant,x\n"
    "half,fuel,t,t,CO2,0.5,constant,x\n"
    "power,electricity,MWh,t,CO2,0.4,constant,x\n";

}  // namespace plume::testing
