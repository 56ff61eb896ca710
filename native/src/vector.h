// Sixteen floats at a time, in GCC's and Clang's vector extension: one register with AVX-512, two with AVX2.
// Static, so that each file keeps the rounding that it is compiled with.
#pragma once
#include <cstdint>
#include <cstring>
#include <c10/util/BFloat16.h>

namespace reverie {

constexpr int kLanes = 16;
typedef float vfloat __attribute__((vector_size(kLanes * 4)));
typedef int32_t vint __attribute__((vector_size(kLanes * 4)));

static inline vfloat splat(float x) { return x - vfloat{}; }

static inline vfloat load(const float* p) {
    vfloat v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

static inline void store(float* p, vfloat v) { std::memcpy(p, &v, sizeof v); }

// The first `lanes` floats, zeros behind them.
static inline vfloat load(const float* p, int64_t lanes) {
    if (lanes == kLanes) return load(p);
    vfloat v{};
    std::memcpy(&v, p, static_cast<size_t>(lanes) * 4);
    return v;
}

static inline void store(float* p, vfloat v, int64_t lanes) { std::memcpy(p, &v, static_cast<size_t>(lanes) * 4); }

// A bfloat16 is the upper half of the single-precision number of the same value; rounding is to the nearest, ties to even.
typedef uint16_t vhalf __attribute__((vector_size(kLanes * 2)));
typedef uint32_t vword __attribute__((vector_size(kLanes * 4)));

static inline vfloat load(const c10::BFloat16* p) {
    vhalf h;
    std::memcpy(&h, p, sizeof h);
    return reinterpret_cast<vfloat>(__builtin_convertvector(h, vword) << 16);
}

static inline void store(c10::BFloat16* p, vfloat v) {
    const vword bits = reinterpret_cast<vword>(v);
    const vhalf h = __builtin_convertvector((bits + 0x7fff + ((bits >> 16) & 1)) >> 16, vhalf);
    std::memcpy(p, &h, sizeof h);
}

// The first `lanes` numbers, `filling` behind them.
template <typename T>
vfloat load(const T* p, int64_t lanes, float filling) {
    if (lanes >= kLanes) return load(p);
    float values[kLanes];
    for (int64_t i = 0; i < kLanes; ++i) values[i] = i < lanes ? static_cast<float>(p[i]) : filling;
    return load(values);
}

static inline void store(c10::BFloat16* p, vfloat v, int64_t lanes) {
    c10::BFloat16 values[kLanes];
    store(values, v);
    std::memcpy(p, values, static_cast<size_t>(lanes) * sizeof *p);
}

static inline float sum(vfloat v) {
    float lanes[kLanes];
    store(lanes, v);
    for (int half = kLanes / 2; half > 0; half /= 2)
        for (int i = 0; i < half; ++i) lanes[i] += lanes[i + half];
    return lanes[0];
}

static inline float dot(const float* a, const float* b, int64_t n) {
    vfloat total{};
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) total += load(a + i) * load(b + i);
    if (i < n) total += load(a + i, n - i) * load(b + i, n - i);
    return sum(total);
}

// A NaN in a comes out.
static inline vfloat max(vfloat a, vfloat b) { return b > a ? b : a; }

// e^x to about one unit in the last place, of a vector or a number: x = n ln 2 + r, a polynomial for e^r, n into the exponent bits.
template <typename Bits, typename Float>
static inline Float exp_of(Float x) {
    const Float low = Float{} - 87.0f, high = Float{} + 88.0f;
    x = x < low ? low : x;
    x = x > high ? high : x;
    const Float shifted = x * 1.44269504f + 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer in the low bits
    const Float n = shifted - 12582912.0f;
    const Float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    Float p = Float{} + 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    Bits bits;
    std::memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 127) << 23;
    Float power;
    std::memcpy(&power, &bits, sizeof power);
    return (p * r * r + r + 1.0f) * power;
}

static inline vfloat exp(vfloat x) { return exp_of<vword>(x); }
static inline float exp(float x) { return exp_of<uint32_t>(x); }

static inline vfloat sigmoid(vfloat x) { return 1.0f / (1.0f + exp(-x)); }
static inline float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }

// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|); log(1 + y) = 2 atanh(y / (2 + y)) as a series, y <= 1.
static inline vfloat softplus(vfloat x) {
    const vfloat zero{};
    const vfloat y = exp(x > zero ? -x : x);
    const vfloat s = y / (2.0f + y);
    const vfloat q = s * s;
    vfloat series = splat(1.0f / 15);
    series = series * q + 1.0f / 13;
    series = series * q + 1.0f / 11;
    series = series * q + 1.0f / 9;
    series = series * q + 1.0f / 7;
    series = series * q + 1.0f / 5;
    series = series * q + 1.0f / 3;
    series = series * q + 1.0f;
    return max(x, zero) + 2.0f * s * series;
}

}  // namespace reverie
