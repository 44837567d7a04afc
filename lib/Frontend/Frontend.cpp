//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loading files and running the phases of the front end.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Frontend.h"

#include "Elaboration.h"
#include "GraphGeneration.h"
#include "NameResolution.h"
#include "dlc/Frontend/Parser.h"
#include "dlc/StandardLibrary/StandardLibrary.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace dlc::frontend;

struct Compilation::Implementation {
  explicit Implementation(FrontendOptions options)
      : options(std::move(options)), diagnostics(sources),
        prelude(this->options.real, this->options.training) {}

  bool load(std::unique_ptr<llvm::MemoryBuffer> buffer, llvm::StringRef path);
  ast::File *parse(std::unique_ptr<llvm::MemoryBuffer> buffer,
                   std::string moduleName, bool isLibrary);
  void loadImports(ast::File &file, llvm::StringRef folder);
  ast::File *loadLibraryModule(llvm::StringRef name);
  void loadPrelude();
  ast::File *loadModule(const ast::Import &import, llvm::StringRef folder);
  std::unique_ptr<llvm::MemoryBuffer> read(llvm::StringRef path,
                                           llvm::SMRange place);
  std::optional<LayerClass> chooseModel();
  const ast::Train *findTrain(const LayerClass &model) const;
  const ModuleTree *elaborate();

  FrontendOptions options;
  llvm::SourceMgr sources;
  DiagnosticEngine diagnostics;
  Prelude prelude;
  std::vector<std::unique_ptr<ast::File>> files;
  /// Modules by the path they were read from; each is loaded once, so files
  /// may import each other.
  llvm::StringMap<ast::File *> modules;
  llvm::StringSet<> libraryFiles;
  ast::File *main = nullptr;
  std::vector<std::pair<std::string, ast::ExpressionPtr>> constants;
  std::unique_ptr<ModuleTree> tree;
  bool elaborated = false;
  /// Beyond those, errors are the current model's.
  unsigned errorsBefore = 0;
  bool hasErrors() const { return diagnostics.errorCount() != errorsBefore; }
  bool dependsOnTraining = false;
};

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

std::unique_ptr<llvm::MemoryBuffer>
Compilation::Implementation::read(llvm::StringRef path, llvm::SMRange place) {
  // A device or a folder may be read for ever.
  llvm::sys::fs::file_status status;
  if (!llvm::sys::fs::status(path, status) &&
      !llvm::sys::fs::is_regular_file(status) &&
      status.type() != llvm::sys::fs::file_type::fifo_file) {
    diagnostics.error(place, "cannot read '" + path + "': not a file");
    return nullptr;
  }
  uint64_t size = 0;
  if (!llvm::sys::fs::file_size(path, size) && size > kMaximumFileSize) {
    diagnostics.error(place, "cannot read '" + path + "': larger than 64 MiB");
    return nullptr;
  }
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (buffer)
    return std::move(*buffer);
  diagnostics.error(place, "cannot read '" + path +
                               "': " + buffer.getError().message());
  return nullptr;
}

ast::File *
Compilation::Implementation::parse(std::unique_ptr<llvm::MemoryBuffer> buffer,
                                   std::string moduleName, bool isLibrary) {
  llvm::StringRef text = buffer->getBuffer();
  if (isLibrary)
    libraryFiles.insert(buffer->getBufferIdentifier());
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  files.push_back(parseFile(text, diagnostics));
  files.back()->moduleName = std::move(moduleName);
  files.back()->isLibrary = isLibrary;
  return files.back().get();
}

/// Null where the library has no such module.
ast::File *
Compilation::Implementation::loadLibraryModule(llvm::StringRef name) {
  llvm::ArrayRef<LibraryFile> parts = standardLibraryFiles(name);
  if (parts.empty())
    return nullptr;
  std::string key = ("library:" + name).str();
  auto [entry, fresh] = modules.try_emplace(key, nullptr);
  if (!fresh)
    return entry->second;
  auto parsePart = [&](const LibraryFile &part) {
    return parse(llvm::MemoryBuffer::getMemBuffer(part.source, part.path),
                 name.str(), /*isLibrary=*/true);
  };
  ast::File *module = parsePart(parts.front());
  modules[key] = module;
  for (const LibraryFile &part : parts.drop_front()) {
    module->append(std::move(*parsePart(part)));
    files.pop_back();
  }
  loadImports(*module, "");
  return module;
}

void Compilation::Implementation::loadPrelude() {
  prelude.addDeclarations(*loadLibraryModule("prelude"));
  prelude.addModule(*loadLibraryModule("init"));
  prelude.addModule(*loadLibraryModule("random"));
}

ast::File *Compilation::Implementation::loadModule(const ast::Import &import,
                                                   llvm::StringRef folder) {
  llvm::StringRef name = import.name.text;
  // The names of the library's modules are its own, so that `nn` means the
  // same in every program.
  if (ast::File *module = loadLibraryModule(name))
    return module;
  std::string fileName = (name + ".dl").str();
  std::vector<std::string> folders = options.importPaths;
  if (folder != "library:")
    folders.insert(folders.begin(), folder.str());
  for (const std::string &candidate : folders) {
    llvm::SmallString<128> path(candidate);
    llvm::sys::path::append(path, fileName);
    if (!llvm::sys::fs::is_regular_file(path))
      continue;
    llvm::SmallString<128> real;
    if (llvm::sys::fs::real_path(path, real))
      real = path;
    if (auto found = modules.find(real); found != modules.end())
      return found->second;
    std::unique_ptr<llvm::MemoryBuffer> buffer =
        read(path, import.name.range());
    if (!buffer)
      return nullptr;
    ast::File *module =
        parse(std::move(buffer), name.str(), /*isLibrary=*/false);
    modules[real] = module;
    loadImports(*module, llvm::sys::path::parent_path(path));
    return module;
  }
  std::vector<llvm::StringRef> known = standardLibraryModules();
  diagnostics.error(import.name.range(), "there is no module '" + name + "'" +
                                             didYouMean(name, known) +
                                             ": neither in the library "
                                             "nor as '" +
                                             fileName + "' beside this file");
  return nullptr;
}

void Compilation::Implementation::loadImports(ast::File &file,
                                              llvm::StringRef folder) {
  for (ast::Import &import : file.imports)
    import.file = loadModule(import, folder);
}

bool Compilation::Implementation::load(
    std::unique_ptr<llvm::MemoryBuffer> buffer, llvm::StringRef path) {
  main = parse(std::move(buffer), llvm::sys::path::stem(path).str(),
               /*isLibrary=*/false);
  loadPrelude();
  llvm::SmallString<128> real;
  if (!path.empty() && !llvm::sys::fs::real_path(path, real))
    modules[real] = main;
  loadImports(*main, llvm::sys::path::parent_path(path));
  // A declaration that could not be parsed would be an unknown name.
  if (diagnostics.hasErrors())
    return false;
  for (const auto &file : files)
    resolveNames(*file, prelude, diagnostics);
  return !diagnostics.hasErrors();
}

Compilation::Compilation(FrontendOptions options)
    : implementation(std::make_unique<Implementation>(std::move(options))) {}
Compilation::~Compilation() = default;

bool Compilation::loadFile(llvm::StringRef path) {
  std::unique_ptr<llvm::MemoryBuffer> buffer =
      implementation->read(path, llvm::SMRange());
  return buffer && implementation->load(std::move(buffer), path);
}

bool Compilation::loadString(llvm::StringRef source, llvm::StringRef name) {
  return implementation->load(
      llvm::MemoryBuffer::getMemBufferCopy(source, name), "");
}

//===----------------------------------------------------------------------===//
// Phases
//===----------------------------------------------------------------------===//

std::vector<llvm::StringRef> Compilation::models() const {
  std::vector<llvm::StringRef> names;
  if (implementation->main)
    for (const ast::DeclarationPtr &declaration :
         implementation->main->declarations)
      if (auto *layer = llvm::dyn_cast<ast::Layer>(declaration.get()))
        if (layer->isModel())
          names.push_back(layer->name.text);
  return names;
}

std::optional<LayerClass> Compilation::Implementation::chooseModel() {
  if (auto *layer =
          llvm::dyn_cast_or_null<ast::Layer>(main->find(options.model)))
    if (layer->isModel())
      return LayerClass{layer, main};
  std::vector<const ast::Layer *> models;
  std::vector<llvm::StringRef> names;
  for (const ast::DeclarationPtr &declaration : main->declarations)
    if (auto *layer = llvm::dyn_cast<ast::Layer>(declaration.get()))
      if (layer->isModel()) {
        models.push_back(layer);
        names.push_back(layer->name.text);
      }
  std::string file = sources.getMemoryBuffer(1)->getBufferIdentifier().str();
  if (!options.model.empty()) {
    diagnostics.error(llvm::SMRange(), "'" + file + "' has no model '" +
                                           options.model + "'" +
                                           didYouMean(options.model, names));
    return std::nullopt;
  }
  if (models.size() == 1)
    return LayerClass{models.front(), main};
  if (models.empty())
    diagnostics.error(llvm::SMRange(), "'" + file + "' has no model");
  else
    diagnostics.error(llvm::SMRange(),
                      "'" + file + "' has several models, choose one of '" +
                          llvm::join(names, "', '") + "'");
  return std::nullopt;
}

/// How the model is trained, if the file says so.
const ast::Train *
Compilation::Implementation::findTrain(const LayerClass &model) const {
  for (const ast::DeclarationPtr &declaration : model.file->declarations)
    if (auto *train = llvm::dyn_cast<ast::Train>(declaration.get());
        train && train->model.text == model.declaration->name.text)
      return train;
  return nullptr;
}

const ModuleTree *Compilation::Implementation::elaborate() {
  if (elaborated || !main || hasErrors())
    return hasErrors() ? nullptr : tree.get();
  elaborated = true;
  std::optional<LayerClass> model = chooseModel();
  if (!model)
    return nullptr;
  for (const auto &[name, text] : options.constants) {
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(text, "-D " + name);
    llvm::StringRef source = buffer->getBuffer();
    sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
    ast::ExpressionPtr value = parseExpression(source, diagnostics);
    if (!value)
      return nullptr;
    constants.emplace_back(name, std::move(value));
  }
  tree = Elaborator(diagnostics, prelude)
             .elaborate(*model, constants,
                        prelude.training ? findTrain(*model) : nullptr);
  return hasErrors() ? nullptr : tree.get();
}

void Compilation::selectModel(llvm::StringRef name, bool training) {
  // A file with errors has no models to choose from.
  if (!implementation->elaborated && diagnostics().hasErrors())
    return;
  implementation->options.model = name.str();
  implementation->prelude.training = training;
  implementation->constants.clear();
  implementation->tree.reset();
  implementation->elaborated = false;
  implementation->errorsBefore = diagnostics().errorCount();
}

const ModuleTree *Compilation::elaborate() {
  return implementation->elaborate();
}

mlir::OwningOpRef<mlir::ModuleOp>
Compilation::generateGraph(mlir::MLIRContext &context) {
  elaborate();
  // Where layers could not be constructed, the functions that do not need them
  // are checked even so.
  if (!implementation->tree)
    return nullptr;
  GraphGenerator generator(implementation->diagnostics, implementation->prelude,
                           *implementation->tree, implementation->options.step,
                           context);
  mlir::OwningOpRef<mlir::ModuleOp> graph = generator.generate();
  implementation->dependsOnTraining =
      generator.dependsOnTraining() ||
      implementation->findTrain({implementation->tree->root().declaration,
                                 implementation->tree->root().file});
  if (implementation->hasErrors())
    return nullptr;
  return graph;
}

bool Compilation::dependsOnTraining() const {
  return implementation->dependsOnTraining;
}

const ast::File *Compilation::syntaxTree() const {
  return implementation->main;
}
DiagnosticEngine &Compilation::diagnostics() {
  return implementation->diagnostics;
}
std::string Compilation::renderDiagnostics() const {
  return implementation->diagnostics.render();
}
bool Compilation::isLibraryFile(llvm::StringRef bufferName) const {
  return implementation->libraryFiles.contains(bufferName);
}
