// RUN: not dlc-opt %s --graph-bind-dimensions="binding=N=x" 2>&1 | FileCheck %s --check-prefix=NUMBER
// RUN: not dlc-opt %s --graph-bind-dimensions="binding=N=1,N=2" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not dlc-opt %s --graph-bind-dimensions="binding=N=-1" 2>&1 | FileCheck %s --check-prefix=NEGATIVE

// NUMBER: expected NAME=NUMBER in the binding, got 'N=x'
// TWICE: dimension 'N' is bound twice
// NEGATIVE: expected NAME=NUMBER in the binding, got 'N=-1'
