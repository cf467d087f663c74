#pragma once

#include <string>
#include <string_view>

namespace miggraph::django {

/// The shortest public path of something in Django, as the migration writer prints it:
/// django.db.models.fields.CharField -> django.db.models.CharField. Names that older Djangos had give what replaced them.
/// Other paths stay as they are.
std::string public_path(std::string_view path);

}  // namespace miggraph::django
