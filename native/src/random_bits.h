// Counter-based random bits: the same (seed, place) gives the same bits on any thread, so that a dropout mask need not be kept
// for the backward pass, and a loop that draws them is vectorised.
#pragma once

#include <cstdint>

namespace reverie {

// A key per row, from SplitMix64's finaliser.
inline uint32_t row_key(int64_t seed, int64_t row) {
    uint64_t z = static_cast<uint64_t>(seed) + (static_cast<uint64_t>(row) + 1) * 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return static_cast<uint32_t>(z ^ (z >> 31));
}

// 32 well-mixed bits for an element of a row (two multiplications, after C. Wellons' search for low-bias hashes).
inline uint32_t random_bits(uint32_t key, uint32_t element) {
    uint32_t h = element * 0x9E3779B9u + key;
    h = (h ^ (h >> 16)) * 0x7FEB352Du;
    h = (h ^ (h >> 15)) * 0x846CA68Bu;
    return h ^ (h >> 16);
}

// Zeroes with probability p, and scales what is left so that the mean stays.
struct Dropout {
    uint32_t threshold;
    float scale;
    int64_t seed;

    Dropout(double p, int64_t seed) : threshold(static_cast<uint32_t>(p * 4294967296.0)), scale(static_cast<float>(1 / (1 - p))), seed(seed) {}

    bool active() const { return threshold > 0; }
    float factor(uint32_t key, uint32_t element) const { return random_bits(key, element) >= threshold ? scale : 0.0f; }
};

}  // namespace reverie
