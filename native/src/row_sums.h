// Sums over rows that many threads go through: of a gain and an offset, in a number of parts that does not hang on how many threads there are.
#pragma once
#include <algorithm>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace reverie {

class RowSums {
public:
    RowSums(int64_t rows, int64_t width, const at::TensorOptions& options)
        : rows_(rows), width_(width), parts_(std::clamp<int64_t>(rows / kRowsOfPart, 1, kMostParts)), sums_(at::zeros({parts_, 2, width}, options)) {}

    // body(row, sums of the gain, sums of the offset)
    template <typename F>
    void each(const F& body) {
        float* sums = sums_.data_ptr<float>();
        at::parallel_for(0, parts_, 1, [&](int64_t begin, int64_t end) {
            for (int64_t part = begin; part < end; ++part)
                for (int64_t row = part * rows_ / parts_; row < (part + 1) * rows_ / parts_; ++row)
                    body(row, sums + 2 * part * width_, sums + (2 * part + 1) * width_);
        });
    }

    at::Tensor gain() const { return sums_.select(1, 0).sum(0); }
    at::Tensor offset() const { return sums_.select(1, 1).sum(0); }

private:
    static constexpr int64_t kRowsOfPart = 8, kMostParts = 16;

    int64_t rows_, width_, parts_;
    at::Tensor sums_;
};

}  // namespace reverie
