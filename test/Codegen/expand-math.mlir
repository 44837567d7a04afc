// RUN: dlc-opt %s --expand-math | FileCheck %s

// f32 is approximated by polynomials, on scalars and vectors.
// CHECK-LABEL: func.func @approximated
// CHECK-NOT: math.exp
// CHECK-NOT: math.tanh
// CHECK: return
func.func @approximated(%x: f32, %v: vector<16xf32>) -> (f32, vector<16xf32>) {
  %0 = math.exp %x : f32
  %1 = math.tanh %v : vector<16xf32>
  return %0, %1 : f32, vector<16xf32>
}

// f64 calls libm, lane by lane for vectors.
// CHECK-LABEL: func.func @libm
// CHECK: call @exp(%{{.*}}) : (f64) -> f64
// CHECK-COUNT-2: call @tanh(%{{.*}}) : (f64) -> f64
func.func @libm(%x: f64, %v: vector<2xf64>) -> (f64, vector<2xf64>) {
  %0 = math.exp %x : f64
  %1 = math.tanh %v : vector<2xf64>
  return %0, %1 : f64, vector<2xf64>
}

// Instructions exist for these.
// CHECK-LABEL: func.func @instructions
// CHECK: math.sqrt
// CHECK: math.absf
// CHECK: math.floor
// CHECK: math.roundeven
func.func @instructions(%x: f64) -> (f64, f64, f64, f64) {
  %0 = math.sqrt %x : f64
  %1 = math.absf %x : f64
  %2 = math.floor %x : f64
  %3 = math.roundeven %x : f64
  return %0, %1, %2, %3 : f64, f64, f64, f64
}
