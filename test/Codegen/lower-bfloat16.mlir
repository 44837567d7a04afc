// RUN: dlc-opt %s --lower-bfloat16 | FileCheck %s

// CHECK-NOT: bf16

// CHECK-LABEL: func.func @sum
// CHECK-SAME: memref<4xi16>
// CHECK: arith.shli
// CHECK: arith.addf %{{.*}} : f32
// CHECK: arith.trunci %{{.*}} : i32 to i16
// CHECK-NEXT: %{{.*}} = arith.select
// CHECK-NEXT: memref.store %{{.*}} : memref<4xi16>
func.func @sum(%x: memref<4xbf16>, %i: index) {
  %0 = memref.load %x[%i] : memref<4xbf16>
  %1 = arith.addf %0, %0 : bf16
  memref.store %1, %x[%i] : memref<4xbf16>
  return
}

// What moves is not computed with, on vectors, too.
// CHECK-LABEL: func.func @move
// CHECK-NEXT: arith.constant 16256 : i16
// CHECK-NEXT: memref.load
// CHECK-NEXT: arith.select %{{.*}} : i16
// CHECK-NEXT: memref.store
// CHECK-NEXT: vector.load {{.*}} vector<4xi16>
// CHECK-NEXT: vector.store
func.func @move(%x: memref<4xbf16>, %i: index, %zero: index, %c: i1) {
  %one = arith.constant 1.0 : bf16
  %0 = memref.load %x[%i] : memref<4xbf16>
  %1 = arith.select %c, %0, %one : bf16
  memref.store %1, %x[%i] : memref<4xbf16>
  %2 = vector.load %x[%zero] : memref<4xbf16>, vector<4xbf16>
  vector.store %2, %x[%zero] : memref<4xbf16>, vector<4xbf16>
  return
}

// Functions of numbers, and comparisons.
// CHECK-LABEL: func.func @functions
// CHECK: math.sqrt %{{.*}} : f32
// CHECK: arith.cmpf olt, %{{.*}} : f32
func.func @functions(%x: memref<4xbf16>, %i: index) -> i1 {
  %0 = memref.load %x[%i] : memref<4xbf16>
  %1 = math.sqrt %0 : bf16
  %2 = arith.cmpf olt, %0, %1 : bf16
  return %2 : i1
}

// CHECK-LABEL: memref.global "private" constant @table
// CHECK-SAME: memref<2xi16> = dense<[16256, 16384]>
memref.global "private" constant @table : memref<2xbf16> = dense<[1.0, 2.0]>
