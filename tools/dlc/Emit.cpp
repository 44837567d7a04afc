//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc emit: shows a model as it is after any stage of the compiler.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "Lowering.h"
#include "SourceFile.h"
#include "TimeReport.h"

#include "dlc/ExecutionEngine/ObjectCompiler.h"
#include "dlc/Frontend/Lexer.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <unistd.h>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct EmitArguments {
  ModelArguments model;
  std::string stage;
  std::string function;
  std::vector<std::string> dimensions;
  std::string output;
  std::string cpu = "native";
  std::string weights;
  std::vector<std::string> libraries;
  StepOptionArguments step;
  RemarkArguments remarks;
  TimeReport time;
  bool locations = false;
  bool freeze = false;
};

struct Stage {
  std::string name;
  std::string description;
  /// Of stages that phases end in.
  std::optional<Phase> phase;
};
} // namespace

/// "integer", "kw_layer": as Tokens.def calls it.
static llvm::StringRef nameOf(frontend::Token::Kind kind) {
  switch (kind) {
#define DLC_TOKEN(kind)                                                        \
  case frontend::Token::Kind::kind:                                            \
    return #kind;
#define DLC_PUNCTUATION(kind, spelling) DLC_TOKEN(kind)
#define DLC_KEYWORD(spelling) DLC_TOKEN(kw_##spelling)
#include "dlc/Frontend/Tokens.def"
  }
  return "";
}

static std::vector<Stage> allStages() {
  std::vector<Stage> stages = {
      {"tokens", "what the lexer makes of the file", {}},
      {"ast", "the syntax tree", {}},
      {"modules", "layers with their constants and parameters", {}},
      {"graph", "operations on tensors with named dimensions", {}}};
  for (const PhaseInfo &info : phases())
    stages.push_back({info.stage.str(), info.description.str(), info.phase});
  stages.push_back({"llvm", "LLVM IR, optimized", Phase::LLVM});
  stages.push_back({"asm", "assembly", Phase::LLVM});
  stages.push_back(
      {"obj", "an object file, as dlc-c/ABI.h describes it", Phase::Kernels});
  return stages;
}

static Expected<Stage> findStage(const std::string &name) {
  std::string known;
  for (Stage &stage : allStages()) {
    if (stage.name == name)
      return std::move(stage);
    known += (known.empty() ? "'" : ", '") + stage.name + "'";
  }
  return Error("there is no stage '" + name + "', only " + known);
}

//===----------------------------------------------------------------------===//
// Stages as text
//===----------------------------------------------------------------------===//

static std::string print(mlir::Operation *op, bool locations) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  mlir::OpPrintingFlags flags;
  // Frozen weights: nobody reads their bytes.
  flags.elideLargeResourceString(0);
  if (locations)
    flags.enableDebugInfo();
  op->print(stream, flags);
  stream << '\n';
  return text;
}

/// "3:1 kw_layer layer": place, kind and text of each token.
static Expected<std::string> printTokens(const std::string &path) {
  auto buffer = readSource(path);
  if (!buffer)
    return buffer.takeError();
  llvm::StringRef text = (*buffer)->getBuffer();
  llvm::SourceMgr sources;
  frontend::DiagnosticEngine diagnostics(sources);
  sources.AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  frontend::Lexer lexer(text, diagnostics);
  std::string result;
  for (frontend::Token token = lexer.next();
       !token.is(frontend::Token::Kind::end_of_file); token = lexer.next()) {
    frontend::SourcePosition place = frontend::resolve(sources, token.begin());
    result += fmt::format("{}:{} {} {}\n", place.line, place.column,
                          nameOf(token.kind).str(), token.spelling.str());
  }
  if (diagnostics.hasErrors())
    return Error::fromDiagnostics(diagnostics.render());
  return result;
}

/// LLVM IR or assembly: of all kernels together, to be read as a whole.
static Expected<std::string> printMachineCode(mlir::ModuleOp module,
                                              const std::string &stage,
                                              const Target &target,
                                              Timings *timings) {
  llvm::LLVMContext context;
  std::unique_ptr<llvm::TargetMachine> machine = target.machine();
  std::unique_ptr<llvm::Module> code;
  {
    TimedStep step(timings, "LLVM passes");
    code = translateToLLVM(module, context, *machine);
  }
  if (!code)
    return Error("translation to LLVM IR failed");
  if (stage == "llvm") {
    std::string text;
    llvm::raw_string_ostream stream(text);
    code->print(stream, nullptr);
    return text;
  }
  TimedStep step(timings, "code generation");
  llvm::SmallVector<char, 0> bytes =
      emitMachineCode(*code, *machine, llvm::CodeGenFileType::AssemblyFile);
  return std::string(bytes.begin(), bytes.end());
}

static Expected<std::string>
makeObject(mlir::ModuleOp module, const Target &target, Timings *timings) {
  Expected<ObjectFile> object =
      compileObject(module, target, {/*profile=*/false, timings});
  if (!object)
    return object.takeError();
  return std::string(object->bytes.begin(), object->bytes.end());
}

/// The graph with all functions, or one of them.
static Expected<std::string> printGraph(Lowering &lowering,
                                        mlir::ModuleOp graph,
                                        const EmitArguments &arguments) {
  if (arguments.function.empty())
    return print(graph, arguments.locations);
  auto function = lowering.findFunction(arguments.function);
  if (!function)
    return function.takeError();
  return print(*extractFunction(graph, arguments.function),
               arguments.locations);
}

/// The weights of --weights, with states, as the model takes them.
static Expected<std::map<std::string, Tensor>>
readWeights(const EmitArguments &arguments) {
  Expected<ModelOptions> options = arguments.model.options();
  if (!options)
    return options.takeError();
  options->libraries = arguments.libraries;
  Expected<Model> model = Model::fromFile(arguments.model.file, *options);
  if (!model)
    return model.takeError();
  if (Expected<void> loaded = model->loadWeights(arguments.weights); !loaded)
    return loaded.takeError();
  std::map<std::string, Tensor> weights = model->states();
  for (const auto &[name, tensor] : model->weights())
    weights.emplace(name, tensor);
  return weights;
}

static Expected<std::string> emitStage(const Stage &stage,
                                       const EmitArguments &arguments) {
  auto dimensions = parseDimensions(arguments.dimensions);
  if (!dimensions)
    return dimensions.takeError();
  if (!stage.phase && !dimensions->empty())
    return Error("stage '" + stage.name +
                 "' comes before dimensions have numbers: --dim has no place");
  if (arguments.freeze && (!stage.phase || *stage.phase < Phase::Kernels))
    return Error("stage '" + stage.name +
                 "' comes before weights are prepared: --freeze has no place");
  Expected<frontend::FrontendOptions> options =
      arguments.model.frontendOptions();
  if (!options)
    return options.takeError();
  options->step = arguments.step.options();
  auto limit = arguments.model.memoryLimit();
  if (!limit)
    return limit.takeError();
  Expected<Target> target = Target::create(arguments.cpu);
  if (!target)
    return target.takeError();

  if (stage.name == "tokens")
    return printTokens(arguments.model.file);
  auto onRemark = arguments.remarks.consumer();
  if (!onRemark)
    return onRemark.takeError();
  Lowering lowering(std::move(*options), *limit);
  lowering.onRemark = std::move(*onRemark);
  std::shared_ptr<Timings> timings = arguments.time.timings();
  lowering.timings = timings.get();
  if (arguments.freeze) {
    auto weights = readWeights(arguments);
    if (!weights)
      return weights.takeError();
    lowering.weights = std::move(*weights);
  }
  if (Expected<void> parsed = lowering.parse(arguments.model.file); !parsed)
    return parsed.takeError();
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (stage.name == "ast") {
    frontend::ast::dump(*lowering.source().syntaxTree(), stream);
    return text;
  }
  Expected<const frontend::ModuleTree *> tree = lowering.elaborate();
  if (!tree)
    return tree.takeError();
  if (stage.name == "modules") {
    (*tree)->print(stream);
    return text;
  }
  Expected<mlir::ModuleOp> graph = lowering.generateGraph();
  if (!graph)
    return graph.takeError();
  if (stage.name == "graph")
    return printGraph(lowering, *graph, arguments);

  auto function = lowering.findFunction(
      arguments.function.empty() ? "forward" : arguments.function);
  if (!function)
    return function.takeError();
  auto module = lowering.lowerTo(*stage.phase, *function, *dimensions, *target);
  if (!module)
    return module.takeError();
  if (stage.name == "obj")
    return makeObject(**module, *target, timings.get());
  if (stage.name == "llvm" || stage.name == "asm")
    return printMachineCode(**module, stage.name, *target, timings.get());
  return print(**module, arguments.locations);
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

static int emit(const EmitArguments &arguments) {
  Expected<Stage> stage = findStage(arguments.stage);
  if (!stage)
    return fail(stage.error());
  if (stage->name == "obj" && arguments.output.empty() && isatty(STDOUT_FILENO))
    return fail(Error("an object file is nothing for a terminal: say -o FILE"));
  Expected<std::string> text = emitStage(*stage, arguments);
  if (!text)
    return fail(text.error());
  if (arguments.output.empty()) {
    std::fwrite(text->data(), 1, text->size(), stdout);
    return 0;
  }
  // Written beside its place and renamed: whole or not at all.
  llvm::Error error = llvm::writeToOutput(
      arguments.output, [&](llvm::raw_ostream &stream) -> llvm::Error {
        stream << *text;
        return llvm::Error::success();
      });
  if (error)
    return fail(Error("cannot write " + llvm::toString(std::move(error))));
  return 0;
}

Command dlc::tool::addEmit(CLI::App &app) {
  std::string footer = "Stages:\n";
  for (const Stage &stage : allStages())
    footer += fmt::format("  {:<28}{}\n", stage.name, stage.description);
  footer += "\nExample:\n"
            "  dlc emit examples/mlp/mlp.dl --stage kernels --dim N=8";
  CommandLine command(app, "emit",
                      "Show a model after any stage of the compiler", footer);
  auto arguments = std::make_shared<EmitArguments>();
  arguments->model.addTo(command);
  command.add("--stage", arguments->stage, "STAGE", "what to show, see below")
      .required();
  command.add("--function", arguments->function, "NAME",
              "one function (all in `graph`, else forward)");
  command.addRepeated("--dim", arguments->dimensions, "NAME=NUMBER",
                      "a number for a named dimension (1)");
  command.add("-o", arguments->output, "FILE", "write to a file");
  addCpu(command, arguments->cpu);
  arguments->step.addTo(command);
  for (const char *name :
       {"--on-nonfinite", "--clip-grad-norm", "--clip-grad-value"})
    command.find(name).needs(command.find("--training"));
  arguments->remarks.addTo(command);
  arguments->time.addTo(command);
  Option weights = command.add("--weights", arguments->weights, "FILE",
                               "the safetensors file to embed");
  Option freeze = command.addFlag("--freeze", arguments->freeze,
                                  "embed what is prepared of the weights");
  freeze.needs(weights);
  weights.needs(freeze);
  addLibraries(command, arguments->libraries);
  command.addFlag("--locations", arguments->locations,
                  "print the positions of operations, too");
  return {command.app(), [=] {
            int code = emit(*arguments);
            arguments->time.print();
            return code;
          }};
}
