// 3x3 convolutions of stride 1 by Winograd's minimal filtering F(4x4, 3x3) (Lavin & Gray, 2015): 36 products make 16 outputs where
// the direct method takes 144. Images have their channels last; tiles go through in blocks that stay in a core's cache.
#include <algorithm>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "require.h"
#include "vector.h"

namespace {

using namespace reverie;
using at::Tensor;

constexpr int kOut = 4, kIn = 6, kPoints = kIn * kIn;  // a tile's outputs and inputs per side
constexpr int64_t kRows = 6;                           // tiles in registers at a time
constexpr int64_t kBlock = 24;                         // tiles in the cache at a time, a multiple of kRows
constexpr int64_t kFewestTiles = 4;                    // of an image; below that the filters' transform costs more than is won

// B^T d: six samples to six points (0, 1, -1, 2, -2, infinity).
inline void to_points(const vfloat d[kIn], vfloat out[], int stride) {
    const vfloat even = d[4] - 4.0f * d[2], odd = d[3] - 4.0f * d[1];
    const vfloat even2 = d[4] - d[2], odd2 = 2.0f * (d[3] - d[1]);
    out[0] = 4.0f * d[0] - 5.0f * d[2] + d[4];
    out[stride] = even + odd;
    out[2 * stride] = even - odd;
    out[3 * stride] = even2 + odd2;
    out[4 * stride] = even2 - odd2;
    out[5 * stride] = 4.0f * d[1] - 5.0f * d[3] + d[5];
}

// G g: three taps to six points.
inline void taps_to_points(vfloat g0, vfloat g1, vfloat g2, vfloat out[], int stride) {
    const vfloat near = (g0 + g2) * (-1.0f / 6), far = g0 * (1.0f / 24) + g2 * (1.0f / 6);
    out[0] = 0.25f * g0;
    out[stride] = near - g1 * (1.0f / 6);
    out[2 * stride] = near + g1 * (1.0f / 6);
    out[3 * stride] = far + g1 * (1.0f / 12);
    out[4 * stride] = far - g1 * (1.0f / 12);
    out[5 * stride] = g2;
}

// A^T m: six points to four outputs.
inline void from_points(const vfloat m[kIn], vfloat out[], int stride) {
    const vfloat near = m[1] + m[2], near_odd = m[1] - m[2], far = m[3] + m[4], far_odd = m[3] - m[4];
    out[0] = m[0] + near + far;
    out[stride] = near_odd + 2.0f * far_odd;
    out[2 * stride] = near + 4.0f * far;
    out[3 * stride] = near_odd + 8.0f * far_odd + m[5];
}

struct Shape {
    int64_t images, height, width, in, out, tiles_y, tiles_x;

    Shape(const Tensor& x, int64_t outputs)
        : images(x.size(0)), height(x.size(2)), width(x.size(3)), in(x.size(1)), out(outputs), tiles_y((height + kOut - 1) / kOut),
          tiles_x((width + kOut - 1) / kOut) {}

    int64_t tiles() const { return images * tiles_y * tiles_x; }
};

// Filters [out, in, 3, 3] to [36, in, out]. With `flipped`, those of the convolution that gives the gradient of the input: turned by
// 180 degrees, inputs and outputs exchanged.
Tensor transform_filters(const Tensor& weight, bool flipped) {
    const int64_t out = weight.size(flipped ? 1 : 0), in = weight.size(flipped ? 0 : 1);
    const int64_t out_stride = weight.stride(flipped ? 1 : 0), in_stride = weight.stride(flipped ? 0 : 1);
    const int64_t row = weight.stride(2), column = weight.stride(3);
    auto points = at::empty({kPoints, in, out}, weight.options());
    const float* w = weight.data_ptr<float>();
    float* u = points.data_ptr<float>();
    at::parallel_for(0, in, 16, [&](int64_t begin, int64_t end) {
        for (int64_t c = begin; c < end; ++c)
            for (int64_t k = 0; k < out; k += kLanes) {
                vfloat taps[3][3], half[kIn][3], whole[kIn];
                for (int y = 0; y < 3; ++y)
                    for (int x = 0; x < 3; ++x) {
                        const float* from = w + c * in_stride + k * out_stride + (flipped ? 2 - y : y) * row + (flipped ? 2 - x : x) * column;
                        float lanes[kLanes];
                        for (int l = 0; l < kLanes; ++l) lanes[l] = from[l * out_stride];
                        taps[y][x] = load(lanes);
                    }
                for (int x = 0; x < 3; ++x) taps_to_points(taps[0][x], taps[1][x], taps[2][x], &half[0][x], 3);
                for (int y = 0; y < kIn; ++y) {
                    taps_to_points(half[y][0], half[y][1], half[y][2], whole, 1);
                    for (int x = 0; x < kIn; ++x) store(u + ((y * kIn + x) * in + c) * out + k, whole[x]);
                }
            }
    });
    return points;
}

// The 6x6 inputs of tiles [first, first + count) to v [36, kBlock, in]; outside of the image there are zeros.
void transform_inputs(const float* x, const Shape& s, const float* zeros, int64_t first, int64_t count, float* v) {
    for (int64_t t = 0; t < count; ++t) {
        const int64_t tile = first + t, image = tile / (s.tiles_y * s.tiles_x);
        const int64_t top = tile / s.tiles_x % s.tiles_y * kOut - 1, left = tile % s.tiles_x * kOut - 1;
        const float* from[kIn][kIn];
        for (int y = 0; y < kIn; ++y)
            for (int col = 0; col < kIn; ++col) {
                const bool inside = top + y >= 0 && top + y < s.height && left + col >= 0 && left + col < s.width;
                from[y][col] = inside ? x + ((image * s.height + top + y) * s.width + left + col) * s.in : zeros;
            }
        for (int64_t c = 0; c < s.in; c += kLanes) {
            vfloat half[kIn][kIn], samples[kIn], whole[kIn];
            for (int col = 0; col < kIn; ++col) {
                for (int y = 0; y < kIn; ++y) samples[y] = load(from[y][col] + c);
                to_points(samples, &half[0][col], kIn);
            }
            for (int y = 0; y < kIn; ++y) {
                to_points(half[y], whole, 1);
                for (int col = 0; col < kIn; ++col) store(v + ((y * kIn + col) * kBlock + t) * s.in + c, whole[col]);
            }
        }
    }
}

// m [kRows, kVectors lanes] = v [kRows, in] u [in, kVectors lanes], sums in registers.
template <int kVectors>
inline void multiply_tile(const float* v, const float* u, int64_t in, int64_t out, float* m) {
    vfloat sums[kRows][kVectors] = {};
    for (int64_t c = 0; c < in; ++c) {
        vfloat filters[kVectors];
        for (int i = 0; i < kVectors; ++i) filters[i] = load(u + c * out + i * kLanes);
        for (int r = 0; r < kRows; ++r)
            for (int i = 0; i < kVectors; ++i) sums[r][i] += v[r * in + c] * filters[i];
    }
    for (int r = 0; r < kRows; ++r)
        for (int i = 0; i < kVectors; ++i) store(m + r * out + i * kLanes, sums[r][i]);
}

// m [36, kBlock, out] = v [36, kBlock, in] u [36, in, out].
void multiply(const float* v, const float* u, const Shape& s, int64_t count, float* m) {
    for (int64_t p = 0; p < kPoints; ++p)
        for (int64_t t = 0; t < count; t += kRows) {
            const float* rows = v + (p * kBlock + t) * s.in;
            const float* filters = u + p * s.in * s.out;
            float* to = m + (p * kBlock + t) * s.out;
            int64_t k = 0;
            for (; k + 4 * kLanes <= s.out; k += 4 * kLanes) multiply_tile<4>(rows, filters + k, s.in, s.out, to + k);
            for (; k + 2 * kLanes <= s.out; k += 2 * kLanes) multiply_tile<2>(rows, filters + k, s.in, s.out, to + k);
            for (; k < s.out; k += kLanes) multiply_tile<1>(rows, filters + k, s.in, s.out, to + k);
        }
}

void transform_outputs(const float* m, const Shape& s, const float* bias, int64_t first, int64_t count, float* y) {
    for (int64_t t = 0; t < count; ++t) {
        const int64_t tile = first + t, image = tile / (s.tiles_y * s.tiles_x);
        const int64_t top = tile / s.tiles_x % s.tiles_y * kOut, left = tile % s.tiles_x * kOut;
        const int64_t rows = std::min<int64_t>(kOut, s.height - top), columns = std::min<int64_t>(kOut, s.width - left);
        float* corner = y + ((image * s.height + top) * s.width + left) * s.out;
        for (int64_t k = 0; k < s.out; k += kLanes) {
            vfloat points[kIn], half[kOut][kIn], whole[kOut];
            for (int col = 0; col < kIn; ++col) {
                for (int row = 0; row < kIn; ++row) points[row] = load(m + ((row * kIn + col) * kBlock + t) * s.out + k);
                from_points(points, &half[0][col], kIn);
            }
            const vfloat offset = bias != nullptr ? load(bias + k) : vfloat{};
            for (int64_t row = 0; row < rows; ++row) {
                from_points(half[row], whole, 1);
                for (int64_t col = 0; col < columns; ++col) store(corner + (row * s.width + col) * s.out + k, whole[col] + offset);
            }
        }
    }
}

// x [N, in, H, W] to [N, out, H, W], both with channels last.
Tensor convolve(const Tensor& input, const Tensor& points, const Tensor& bias) {
    const auto x = input.contiguous(at::MemoryFormat::ChannelsLast);
    const Shape s(x, points.size(2));
    auto y = at::empty({s.images, s.out, s.height, s.width}, x.options(), at::MemoryFormat::ChannelsLast);
    const auto zeros = at::zeros({s.in}, x.options());
    const int64_t scratch = kPoints * kBlock * (s.in + s.out);
    const auto memory = at::empty({at::get_num_threads() * scratch}, x.options());
    const float* offsets = bias.defined() ? bias.data_ptr<float>() : nullptr;
    // Few tiles are shared out evenly among the threads, many go block by block.
    const int64_t share = (s.tiles() + at::get_num_threads() - 1) / at::get_num_threads();
    const int64_t block = std::min(kBlock, (share + kRows - 1) / kRows * kRows);
    at::parallel_for(0, (s.tiles() + block - 1) / block, 1, [&](int64_t begin, int64_t end) {
        float* v = memory.data_ptr<float>() + at::get_thread_num() * scratch;
        float* m = v + kPoints * kBlock * s.in;
        for (int64_t i = begin; i < end; ++i) {
            const int64_t first = i * block, count = std::min(block, s.tiles() - first);
            transform_inputs(x.data_ptr<float>(), s, zeros.data_ptr<float>(), first, count, v);
            multiply(v, points.data_ptr<float>(), s, count, m);
            transform_outputs(m, s, offsets, first, count, y.data_ptr<float>());
        }
    });
    return y;
}

Tensor direct(const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias) { return at::conv2d(x, weight, bias, 1, 1); }

bool applies(const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias) {
    const bool has_bias = bias.has_value() && bias->defined();
    TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3, "conv3x3 needs a kernel of 3x3, not of shape ", weight.sizes());
    require_shape("conv3x3", "bias", bias.value_or(Tensor()), {weight.size(0)});
    if (x.dim() != 4 || x.scalar_type() != at::kFloat || weight.scalar_type() != at::kFloat || (has_bias && bias->scalar_type() != at::kFloat)) return false;
    const bool fits = weight.size(1) == x.size(1) && weight.size(0) % kLanes == 0 && weight.size(1) % kLanes == 0;
    const Shape s(x, weight.size(0));
    // What an image gives must not depend on how many there are: a cache may have spared some, and a resumed run must end the same.
    return fits && x.numel() > 0 && s.tiles_y * s.tiles_x >= kFewestTiles;
}

Tensor contiguous(const c10::optional<Tensor>& bias) { return bias.has_value() && bias->defined() ? bias->contiguous() : Tensor(); }

struct Convolution : torch::autograd::Function<Convolution> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias) {
        at::AutoDispatchBelowADInplaceOrView guard;
        context->save_for_backward({x, weight});
        context->saved_data["bias"] = bias.has_value() && bias->defined();
        return convolve(x, transform_filters(weight, false), contiguous(bias));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("conv3x3");
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1];
        const bool has_bias = context->saved_data["bias"].toBool();
        const auto grad = grads[0].contiguous(at::MemoryFormat::ChannelsLast);
        const auto others = at::convolution_backward(grad, x, weight, at::OptionalIntArrayRef(weight.size(0)), {1, 1}, {1, 1}, {1, 1}, false, {0, 0}, 1,
                                                     {false, context->needs_input_grad(1), has_bias && context->needs_input_grad(2)});
        const auto dx = context->needs_input_grad(0) ? convolve(grad, transform_filters(weight, true), Tensor()) : Tensor();
        return {dx, std::get<1>(others), std::get<2>(others)};
    }
};

Tensor conv3x3_cpu(const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias) {
    return applies(x, weight, bias) ? convolve(x, transform_filters(weight, false), contiguous(bias)) : direct(x, weight, bias);
}

Tensor conv3x3_autograd(const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias) {
    if (!applies(x, weight, bias) || autocast_on_cpu()) return direct(x, weight, bias);
    if (torch::autograd::compute_requires_grad(x, weight, bias)) return Convolution::apply(x, weight, bias);
    at::AutoDispatchBelowADInplaceOrView guard;
    return conv3x3_cpu(x, weight, bias);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("conv3x3(Tensor x, Tensor weight, Tensor? bias) -> Tensor");
}

TORCH_LIBRARY_IMPL(reverie, CompositeImplicitAutograd, m) { m.impl("conv3x3", direct); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("conv3x3", conv3x3_cpu); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("conv3x3", conv3x3_autograd); }
