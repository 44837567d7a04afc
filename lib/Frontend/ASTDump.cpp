//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Prints the syntax tree, a node a line.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/AST/Declaration.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"

using namespace dlc::frontend::ast;

namespace {
class Dumper {
public:
  explicit Dumper(llvm::raw_ostream &stream) : stream(stream) {}

  void dump(const File &file);

private:
  /// Starts a line; what is dumped while the guard lives is indented below.
  struct Indent {
    explicit Indent(Dumper &dumper) : dumper(dumper) { ++dumper.level; }
    ~Indent() { --dumper.level; }
    Dumper &dumper;
  };
  llvm::raw_ostream &line() { return stream.indent(2 * level); }

  void labelled(llvm::StringRef label, const Expression *expression) {
    if (!expression)
      return;
    line() << label << '\n';
    Indent indent(*this);
    dump(*expression);
  }
  void dumpSettings(const TrainSettings &settings) {
    labelled("optimizer", settings.optimizer.get());
    labelled("clip_grad_norm", settings.clipNorm.get());
    labelled("clip_grad_value", settings.clipValue.get());
  }
  void dumpType(llvm::StringRef label, const Type *type);
  void dumpFormal(const Formal &formal);
  void dump(const Iterable &iterable);
  void dump(const Subscript &subscript);
  void dump(const Expression &expression);
  void dump(const Statement &statement);
  void dump(const Declaration &declaration);
  template <typename T> void dumpAll(llvm::StringRef label, const T &nodes) {
    if (nodes.empty())
      return;
    line() << label << '\n';
    Indent indent(*this);
    for (const auto &node : nodes)
      dump(*node);
  }

  llvm::raw_ostream &stream;
  unsigned level = 0;
};
} // namespace

void Dumper::dump(const File &file) {
  line() << "file\n";
  Indent indent(*this);
  for (const Import &import : file.imports)
    line() << "import " << import.name.text << '\n';
  for (const DeclarationPtr &declaration : file.declarations)
    dump(*declaration);
}

void Dumper::dumpType(llvm::StringRef label, const Type *type) {
  if (!type) {
    line() << label << '\n';
    return;
  }
  if (auto *constant = llvm::dyn_cast<ConstantType>(type)) {
    line() << label << ": " << constant->str() << '\n';
    return;
  }
  if (auto *tuple = llvm::dyn_cast<TupleType>(type)) {
    line() << label << ": tuple\n";
    Indent indent(*this);
    for (const TypePtr &element : tuple->elements)
      dumpType("element", element.get());
    return;
  }
  auto *tensor = llvm::cast<TensorType>(type);
  line() << label << ": tensor of "
         << llvm::cast<Name>(tensor->element.get())->name.text
         << (tensor->anyLeading ? ", any leading axes\n" : "\n");
  Indent indent(*this);
  for (const ExpressionPtr &dimension : tensor->dimensions)
    if (tensor->spreads.contains(dimension.get()))
      labelled("all of", dimension.get());
    else
      dump(*dimension);
}

void Dumper::dumpFormal(const Formal &formal) {
  dumpType(("formal " + formal.name.text).str(), formal.type.get());
  Indent indent(*this);
  labelled("default", formal.defaultValue.get());
}

void Dumper::dump(const Iterable &iterable) {
  if (iterable.last) {
    labelled("from", iterable.first.get());
    labelled("to", iterable.last.get());
  } else {
    labelled("in", iterable.first.get());
  }
}

static std::string describe(const Pattern &pattern) {
  if (!pattern.isTuple)
    return pattern.name.text.str();
  std::string text = "(";
  for (const Pattern &element : pattern.elements)
    text += (text.size() > 1 ? ", " : "") + describe(element);
  return text + ")";
}

void Dumper::dump(const Subscript &subscript) {
  if (subscript.kind == Subscript::Kind::Index)
    return dump(*subscript.index);
  if (subscript.kind == Subscript::Kind::Ellipsis) {
    line() << "all other axes\n";
    return;
  }
  line() << "slice\n";
  Indent indent(*this);
  labelled("from", subscript.start.get());
  labelled("to", subscript.stop.get());
  labelled("step", subscript.step.get());
}

void Dumper::dump(const Expression &expression) {
  llvm::TypeSwitch<const Expression *>(&expression)
      .Case([&](const IntegerLiteral *node) {
        line() << "integer " << node->value << '\n';
      })
      .Case([&](const FloatLiteral *node) {
        line() << "float " << llvm::format("%.17g", node->value) << '\n';
      })
      .Case([&](const BoolLiteral *node) {
        line() << (node->value ? "true\n" : "false\n");
      })
      .Case([&](const NoneLiteral *) { line() << "none\n"; })
      .Case([&](const StringLiteral *node) {
        line() << "string\n";
        Indent indent(*this);
        for (const StringLiteral::Piece &piece : node->pieces) {
          if (piece.expression) {
            dump(*piece.expression);
            continue;
          }
          line() << "text \"";
          stream.write_escaped(piece.text) << "\"\n";
        }
      })
      .Case([&](const Name *node) {
        line() << "name " << node->name.text << '\n';
      })
      .Case([&](const Member *node) {
        line() << "member " << node->name.text << '\n';
        Indent indent(*this);
        dump(*node->base);
      })
      .Case([&](const Index *node) {
        line() << "index\n";
        Indent indent(*this);
        dump(*node->base);
        for (const Subscript &subscript : node->subscripts)
          dump(subscript);
      })
      .Case([&](const Call *node) {
        line() << "call\n";
        Indent indent(*this);
        dump(*node->callee);
        for (const Argument &argument : node->arguments) {
          line() << "argument";
          if (!argument.name.empty())
            stream << ' ' << argument.name.text;
          if (argument.isSpread)
            stream << " spread";
          stream << '\n';
          Indent indent(*this);
          dump(*argument.value);
        }
      })
      .Case([&](const Pipe *node) {
        line() << "pipe\n";
        Indent indent(*this);
        dump(*node->value);
        dump(*node->function);
      })
      .Case([&](const Unary *node) {
        line() << "unary " << spelling(node->op) << '\n';
        Indent indent(*this);
        dump(*node->operand);
      })
      .Case([&](const Binary *node) {
        line() << "binary " << spelling(node->op) << '\n';
        Indent indent(*this);
        dump(*node->lhs);
        dump(*node->rhs);
      })
      .Case([&](const ListLiteral *node) {
        line() << "list\n";
        Indent indent(*this);
        for (const ExpressionPtr &element : node->elements)
          dump(*element);
      })
      .Case([&](const TupleLiteral *node) {
        line() << "tuple\n";
        Indent indent(*this);
        for (const ExpressionPtr &element : node->elements)
          dump(*element);
      })
      .Case([&](const Comprehension *node) {
        line() << "comprehension\n";
        Indent indent(*this);
        for (const Comprehension::Clause &clause : node->clauses) {
          if (clause.condition) {
            labelled("if", clause.condition.get());
            continue;
          }
          line() << "for " << describe(clause.variable) << '\n';
          Indent indent(*this);
          dump(clause.iterable);
        }
        labelled("element", node->element.get());
      })
      .Case([&](const Conditional *node) {
        line() << "conditional\n";
        Indent indent(*this);
        dump(*node->condition);
        labelled("then", node->value.get());
        labelled("else", node->otherwise.get());
      })
      .Case([&](const Training *) { line() << "training\n"; })
      .Case([&](const Scan *node) {
        line() << "scan " << (node->isReversed ? "reversed " : "")
               << describe(node->carried) << '\n';
        Indent indent(*this);
        labelled("from", node->initial.get());
        labelled(("over " + describe(node->element) + " in").c_str(),
                 node->sequence.get());
        dumpAll("do", node->body);
      });
}

void Dumper::dump(const Statement &statement) {
  llvm::TypeSwitch<const Statement *>(&statement)
      .Case([&](const Let *node) {
        line() << (node->isVariable ? "var " : "let ")
               << describe(node->pattern) << '\n';
        Indent indent(*this);
        dump(*node->value);
      })
      .Case([&](const Assign *node) {
        line() << "assign " << node->name.text << '\n';
        Indent indent(*this);
        dump(*node->value);
      })
      .Case([&](const Rebind *node) {
        line() << "rebind " << node->name.text << '\n';
        Indent indent(*this);
        dump(*node->value);
      })
      .Case([&](const If *node) {
        line() << "if\n";
        Indent indent(*this);
        dump(*node->condition);
        dumpAll("then", node->thenBody);
        dumpAll("else", node->elseBody);
      })
      .Case([&](const For *node) {
        line() << "for " << describe(node->variable) << '\n';
        Indent indent(*this);
        dump(node->iterable);
        dumpAll("do", node->body);
      })
      .Case([&](const Return *node) {
        line() << "return\n";
        Indent indent(*this);
        dump(*node->value);
      })
      .Case([&](const Next *node) {
        line() << "next\n";
        Indent indent(*this);
        dump(*node->value);
        labelled("emit", node->emitted.get());
      });
}

void Dumper::dump(const Declaration &declaration) {
  llvm::TypeSwitch<const Declaration *>(&declaration)
      .Case([&](const Function *node) {
        line() << "fn " << node->name.text << '\n';
        Indent indent(*this);
        for (const Formal &formal : node->formals)
          dumpFormal(formal);
        for (const Result &result : node->results)
          dumpType(result.name.empty() ? std::string("result")
                                       : ("result " + result.name.text).str(),
                   result.type.get());
        labelled("symbol", node->symbol.get());
        labelled("adjoint", node->adjoint.get());
        dumpAll("body", node->body);
      })
      .Case([&](const Layer *node) {
        line() << node->keyword() << ' ' << node->name.text << '\n';
        Indent indent(*this);
        for (const Formal &constant : node->constants)
          dumpFormal(constant);
        for (const DeclarationPtr &member : node->members)
          dump(*member);
      })
      .Case([&](const ParameterDeclaration *node) {
        dumpType((node->keyword() + " " + node->name.text).str(),
                 node->type.get());
        Indent indent(*this);
        labelled("as", node->outsideName.get());
        labelled("initializer", node->initializer.get());
      })
      .Case([&](const SublayerDeclaration *node) {
        line() << "sublayer " << node->name.text << '\n';
        Indent indent(*this);
        labelled("as", node->outsideName.get());
        dump(*node->value);
      })
      .Case([&](const ConstantDeclaration *node) {
        line() << "let " << node->name.text << '\n';
        Indent indent(*this);
        dump(*node->value);
      })
      .Case([&](const ConditionalDeclaration *node) {
        line() << "if\n";
        Indent indent(*this);
        dump(*node->condition);
        dumpAll("then", node->thenMembers);
        dumpAll("else", node->elseMembers);
      })
      .Case([&](const Train *node) {
        line() << "train " << node->model.text << '\n';
        Indent indent(*this);
        for (const Formal &formal : node->step.formals)
          dumpFormal(formal);
        dumpAll("body", node->step.body);
        labelled("loss", node->loss.get());
        for (const Train::Metric &metric : node->metrics)
          labelled("metric " + metric.name.text.str(), metric.value.get());
        dumpSettings(node->settings);
        for (const ParameterGroup &group : node->groups) {
          line() << "group " << group.name.text << '\n';
          Indent inner(*this);
          for (const ExpressionPtr &pattern : group.patterns)
            dump(*pattern);
          dumpSettings(group.settings);
        }
      });
}

void dlc::frontend::ast::dump(const File &file, llvm::raw_ostream &stream) {
  Dumper(stream).dump(file);
}
