// GroupNorm(x), or silu of it, for images with their channels last. ATen makes two operators of the latter, each with its own tensors,
// and IRIS's network three; here the forward pass reads x twice and writes once, and the backward pass needs nothing saved but x.
#include <type_traits>
#include <vector>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "vector.h"

namespace {

using at::Tensor;
using reverie::sigmoid;

constexpr int64_t kBlock = 128;  // pixels per partial sum; fixed, so that sums do not depend on the number of threads

struct Shape {
    int64_t images, pixels, channels, groups, blocks;

    Shape(const Tensor& x, int64_t g)
        : images(x.size(0)), pixels(x.size(2) * x.size(3)), channels(x.size(1)), groups(g), blocks((pixels + kBlock - 1) / kBlock) {}

    // Calls body(image, first pixel, past the last pixel, index of the block) for all blocks, in parallel.
    template <typename F>
    void for_blocks(const F& body) const {
        at::parallel_for(0, images * blocks, 4, [&](int64_t begin, int64_t end) {
            for (int64_t i = begin; i < end; ++i) {
                const int64_t first = i % blocks * kBlock;
                body(i / blocks, first, std::min(first + kBlock, pixels), i);
            }
        });
    }
};

// Below, the loops over a pixel's channels are marked ivdep: their arrays never overlap, but are too many for the compiler to check.

// Calls body(channel, its first sum, its second sum) for a group's channels: what the image's blocks have summed, added up.
template <typename F>
void add_up(const std::vector<float>& partial, const Shape& s, int64_t image, int64_t group, const F& body) {
    const int64_t per_group = s.channels / s.groups;
    for (int64_t c = group * per_group; c < (group + 1) * per_group; ++c) {
        double first = 0, second = 0;
        for (int64_t b = 0; b < s.blocks; ++b) {
            const float* at = partial.data() + (image * s.blocks + b) * 2 * s.channels;
            first += at[c];
            second += at[s.channels + c];
        }
        body(c, first, second);
    }
}

// Mean and 1 / deviation per image and group. Sums are taken around the image's first pixel, so that a large common offset
// does not eat the variance.
template <typename T>
void statistics(const T* x, const Shape& s, double eps, float* mean, float* rstd) {
    const int64_t c_count = s.channels;
    std::vector<float> partial(s.images * s.blocks * 2 * c_count, 0.0f);
    s.for_blocks([&](int64_t image, int64_t first, int64_t last, int64_t block) {
        const T* base = x + image * s.pixels * c_count;
        float* __restrict sum = partial.data() + block * 2 * c_count;
        float* __restrict square = sum + c_count;
        for (int64_t p = first; p < last; ++p) {
            const T* __restrict row = base + p * c_count;
#pragma GCC ivdep
            for (int64_t c = 0; c < c_count; ++c) {
                const float d = static_cast<float>(row[c]) - static_cast<float>(base[c]);
                sum[c] += d;
                square[c] += d * d;
            }
        }
    });
    const int64_t per_group = c_count / s.groups;
    const double n = static_cast<double>(s.pixels);
    for (int64_t image = 0; image < s.images; ++image) {
        const T* base = x + image * s.pixels * c_count;
        for (int64_t g = 0; g < s.groups; ++g) {
            double total = 0, total_square = 0;
            const double origin = static_cast<float>(base[g * per_group]);
            add_up(partial, s, image, g, [&](int64_t c, double sum, double square) {
                const double shift = static_cast<float>(base[c]) - origin;  // from the channel's first pixel to the group's
                total += sum + n * shift;
                total_square += square + 2 * shift * sum + n * shift * shift;
            });
            const double count = n * per_group;
            const double average = total / count;
            const double variance = std::max(total_square / count - average * average, 0.0);
            mean[image * s.groups + g] = static_cast<float>(origin + average);
            rstd[image * s.groups + g] = static_cast<float>(1 / std::sqrt(variance + eps));
        }
    }
}

// Factor and summand per image and channel that normalisation and affine map come to.
std::vector<float> affine(const Shape& s, const float* mean, const float* rstd, const float* weight, const float* bias) {
    std::vector<float> map(s.images * 2 * s.channels);
    const int64_t per_group = s.channels / s.groups;
    for (int64_t image = 0; image < s.images; ++image) {
        float* at = map.data() + image * 2 * s.channels;
        for (int64_t c = 0; c < s.channels; ++c) {
            const int64_t g = image * s.groups + c / per_group;
            at[c] = rstd[g] * weight[c];
            at[s.channels + c] = bias[c] - mean[g] * at[c];
        }
    }
    return map;
}

template <bool kSilu, typename T>
void forward_kernel(const T* x, const Shape& s, double eps, const float* weight, const float* bias, T* y, float* mean, float* rstd) {
    statistics(x, s, eps, mean, rstd);
    const auto map = affine(s, mean, rstd, weight, bias);
    s.for_blocks([&](int64_t image, int64_t first, int64_t last, int64_t) {
        const float* __restrict a = map.data() + image * 2 * s.channels;
        const float* __restrict b = a + s.channels;
        for (int64_t p = first; p < last; ++p) {
            const int64_t offset = (image * s.pixels + p) * s.channels;
            const T* __restrict in = x + offset;
            T* __restrict out = y + offset;
#pragma GCC ivdep
            for (int64_t c = 0; c < s.channels; ++c) {
                // Without silu the product and the sum are rounded as in ATen: what recorded numbers hang on is the last bit.
                const float z = kSilu ? __builtin_fmaf(a[c], static_cast<float>(in[c]), b[c]) : a[c] * static_cast<float>(in[c]) + b[c];
                out[c] = static_cast<T>(kSilu ? z * sigmoid(z) : z);
            }
        }
    });
}

// With z = w x̂ + b and dz = dy, or dy silu'(z): db = Σ dz, dw = Σ dz x̂, and
// dx = rstd (w dz - mean over the group of (w dz) - x̂ mean over the group of (w dz x̂)).
template <bool kSilu, typename T>
void backward_kernel(const T* dy, const T* x, const Shape& s, const float* weight, const float* bias, const float* mean, const float* rstd, T* dx,
                     float* dweight, float* dbias) {
    const int64_t c_count = s.channels, per_group = c_count / s.groups;
    const auto map = affine(s, mean, rstd, weight, bias);
    std::vector<float> hat(s.images * 2 * c_count);  // x̂ = hat_a x + hat_b
    for (int64_t image = 0; image < s.images; ++image)
        for (int64_t c = 0; c < c_count; ++c) {
            const int64_t g = image * s.groups + c / per_group;
            hat[image * 2 * c_count + c] = rstd[g];
            hat[image * 2 * c_count + c_count + c] = -mean[g] * rstd[g];
        }
    std::vector<float> partial(s.images * s.blocks * 2 * c_count, 0.0f);
    s.for_blocks([&](int64_t image, int64_t first, int64_t last, int64_t block) {
        const float* __restrict a = map.data() + image * 2 * c_count;
        const float* __restrict b = a + c_count;
        const float* __restrict ha = hat.data() + image * 2 * c_count;
        const float* __restrict hb = ha + c_count;
        float* __restrict sum = partial.data() + block * 2 * c_count;
        float* __restrict dot = sum + c_count;
        for (int64_t p = first; p < last; ++p) {
            const int64_t offset = (image * s.pixels + p) * c_count;
            const T* __restrict in = x + offset;
            const T* __restrict grad = dy + offset;
            T* __restrict out = dx + offset;
#pragma GCC ivdep
            for (int64_t c = 0; c < c_count; ++c) {
                const float value = static_cast<float>(in[c]);
                float dz = static_cast<float>(grad[c]);
                if (kSilu) {
                    const float z = __builtin_fmaf(a[c], value, b[c]);
                    const float gate = sigmoid(z);
                    dz *= gate * (1.0f + z * (1.0f - gate));
                }
                sum[c] += dz;
                dot[c] += dz * __builtin_fmaf(ha[c], value, hb[c]);
                out[c] = static_cast<T>(dz);  // kept where dx will be
            }
        }
    });
    std::vector<float> terms(s.images * 3 * c_count);  // dx = t0 dz + t1 x + t2
    std::vector<double> dw(c_count, 0.0), db(c_count, 0.0);
    for (int64_t image = 0; image < s.images; ++image) {
        for (int64_t g = 0; g < s.groups; ++g) {
            double group_sum = 0, group_dot = 0;
            add_up(partial, s, image, g, [&](int64_t c, double sum, double dot) {
                db[c] += sum;
                dw[c] += dot;
                group_sum += sum * weight[c];
                group_dot += dot * weight[c];
            });
            const double count = static_cast<double>(s.pixels * per_group);
            const double r = rstd[image * s.groups + g], m = mean[image * s.groups + g];
            float* at = terms.data() + image * 3 * c_count;
            for (int64_t c = g * per_group; c < (g + 1) * per_group; ++c) {
                at[c] = static_cast<float>(r * weight[c]);
                at[c_count + c] = static_cast<float>(-r * r * group_dot / count);
                at[2 * c_count + c] = static_cast<float>(r * (m * r * group_dot - group_sum) / count);
            }
        }
    }
    for (int64_t c = 0; c < c_count; ++c) {
        dweight[c] = static_cast<float>(dw[c]);
        dbias[c] = static_cast<float>(db[c]);
    }
    s.for_blocks([&](int64_t image, int64_t first, int64_t last, int64_t) {
        const float* __restrict t0 = terms.data() + image * 3 * c_count;
        const float* __restrict t1 = t0 + c_count;
        const float* __restrict t2 = t1 + c_count;
        for (int64_t p = first; p < last; ++p) {
            const int64_t offset = (image * s.pixels + p) * c_count;
            const T* __restrict in = x + offset;
            T* __restrict out = dx + offset;
#pragma GCC ivdep
            for (int64_t c = 0; c < c_count; ++c)
                out[c] = static_cast<T>(__builtin_fmaf(t0[c], static_cast<float>(out[c]), __builtin_fmaf(t1[c], static_cast<float>(in[c]), t2[c])));
        }
    });
}

Tensor composed(const Tensor& x, int64_t groups, const Tensor& weight, const Tensor& bias, double eps, bool silu) {
    const auto y = at::group_norm(x, groups, weight.to(x.scalar_type()), bias.to(x.scalar_type()), eps);
    return silu ? at::silu(y) : y;
}

// Calls body with a compile-time truth value.
template <typename F>
void with(bool silu, const F& body) {
    if (silu) body(std::true_type{});
    else body(std::false_type{});
}

bool fusable(const Tensor& x, const Tensor& weight) {
    const auto type = x.scalar_type();
    return x.dim() == 4 && x.numel() > 0 && (type == at::kFloat || type == at::kBFloat16) && weight.scalar_type() == at::kFloat;
}

// The output, and what the backward pass needs: x with its channels last, mean and 1 / deviation.
std::vector<Tensor> run_forward(const Tensor& input, int64_t groups, const Tensor& weight, const Tensor& bias, double eps, bool silu) {
    const int64_t channels = input.size(1);
    TORCH_CHECK(groups > 0 && channels % groups == 0, "group_norm needs channels divisible by its ", groups, " groups, not ", channels);
    for (const auto& map : {weight, bias})
        TORCH_CHECK(map.numel() == channels && map.scalar_type() == at::kFloat, "group_norm needs weight and bias of ", channels, " floats, not of ", map.sizes());
    const auto x = input.contiguous(at::MemoryFormat::ChannelsLast);
    const Shape shape(x, groups);
    auto y = at::empty_like(x, at::MemoryFormat::ChannelsLast);
    const auto options = x.options().dtype(at::kFloat);
    auto mean = at::empty({shape.images, groups}, options), rstd = at::empty({shape.images, groups}, options);
    const auto w = weight.contiguous(), b = bias.contiguous();
    reverie::with_data(x, "group_norm", [&](auto* in) {
        with(silu, [&](auto gated) {
            auto* out = static_cast<decltype(in)>(y.data_ptr());
            forward_kernel<decltype(gated)::value>(in, shape, eps, w.data_ptr<float>(), b.data_ptr<float>(), out, mean.data_ptr<float>(), rstd.data_ptr<float>());
        });
    });
    return {y, x, mean, rstd};
}

struct FusedGroupNorm : torch::autograd::Function<FusedGroupNorm> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, int64_t groups, const Tensor& weight, const Tensor& bias,
                          double eps, bool silu) {
        at::AutoDispatchBelowADInplaceOrView guard;
        auto results = run_forward(x, groups, weight, bias, eps, silu);
        context->save_for_backward({results[1], results[2], results[3], weight, bias});
        context->saved_data["groups"] = groups;
        context->saved_data["silu"] = silu;
        return results[0];
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("group_norm");
        const auto saved = context->get_saved_variables();
        const auto& x = saved[0];
        const Shape shape(x, context->saved_data["groups"].toInt());
        const auto dy = grads[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        const auto weight = saved[3].contiguous(), bias = saved[4].contiguous();
        auto dx = at::empty_like(x, at::MemoryFormat::ChannelsLast);
        auto dweight = at::empty_like(weight), dbias = at::empty_like(bias);
        reverie::with_data(x, "group_norm", [&](auto* in) {
            with(context->saved_data["silu"].toBool(), [&](auto gated) {
                const auto* grad = static_cast<decltype(in)>(dy.data_ptr());
                auto* out = static_cast<decltype(in)>(dx.data_ptr());
                backward_kernel<decltype(gated)::value>(grad, in, shape, weight.data_ptr<float>(), bias.data_ptr<float>(), saved[1].data_ptr<float>(),
                                                        saved[2].data_ptr<float>(), out, dweight.data_ptr<float>(), dbias.data_ptr<float>());
            });
        });
        return {dx, Tensor(), dweight, dbias, Tensor(), Tensor()};
    }
};

Tensor group_norm_cpu(const Tensor& x, int64_t groups, const Tensor& weight, const Tensor& bias, double eps, bool silu) {
    return fusable(x, weight) ? run_forward(x, groups, weight, bias, eps, silu)[0] : composed(x, groups, weight, bias, eps, silu);
}

Tensor group_norm_autograd(const Tensor& x, int64_t groups, const Tensor& weight, const Tensor& bias, double eps, bool silu) {
    if (!fusable(x, weight)) return composed(x, groups, weight, bias, eps, silu);
    if (torch::autograd::compute_requires_grad(x, weight, bias)) return FusedGroupNorm::apply(x, groups, weight, bias, eps, silu);
    at::AutoDispatchBelowADInplaceOrView guard;
    return run_forward(x, groups, weight, bias, eps, silu)[0];
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("group_norm(Tensor x, int groups, Tensor weight, Tensor bias, float eps, bool silu) -> Tensor");
}

TORCH_LIBRARY_IMPL(reverie, CompositeImplicitAutograd, m) { m.impl("group_norm", composed); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("group_norm", group_norm_cpu); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("group_norm", group_norm_autograd); }
