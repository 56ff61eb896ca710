// Mamba's selective recurrence, forward and backward, without a [B, T, E, N] tensor: the state lives in registers, sixteen
// channels at a time. Forward keeps the state at the start of every chunk; backward recomputes a chunk from there.
//   d_t = softplus(step_t);  h_t = exp(d_t A) h_(t-1) + d_t B_t u_t;  y_t = (C_t h_t + D u_t) silu(z_t)
#include <algorithm>
#include <vector>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "require.h"
#include "vector.h"

namespace {

using namespace reverie;
using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

constexpr int64_t kChunk = 32;
constexpr int64_t kLargestState = 256;

// A [B, T, width] tensor whose rows are dense; it may be a slice of something wider.
struct Rows {
    const float* data = nullptr;
    int64_t batch = 0, step = 0;

    const float* at(int64_t b, int64_t t) const { return data + b * batch + t * step; }
};

Tensor dense_rows(const Tensor& x) { return x.stride(2) == 1 ? x : x.contiguous(); }
Rows rows(const Tensor& x) { return {x.data_ptr<float>(), x.stride(0), x.stride(1)}; }

struct Problem {
    int64_t batch, steps, channels, states, blocks, chunks;
    Tensor u_, step_, a_, b_, c_, d_, z_, initial_;
    Rows u, step, b, c, z;

    Problem(const Tensor& u0, const Tensor& step0, const Tensor& a0, const Tensor& b0, const Tensor& c0, const Tensor& d0, const Tensor& z0,
            const Tensor& initial0) {
        TORCH_CHECK(u0.dim() == 3 && a0.dim() == 2,
                    "selective_scan: u must be [batch, steps, channels] and A [channels, states], not ", u0.sizes(), " and ", a0.sizes());
        batch = u0.size(0), steps = u0.size(1), channels = u0.size(2), states = a0.size(1);
        TORCH_CHECK(states <= kLargestState, "selective_scan: at most ", kLargestState, " numbers a channel, not ", states);
        require_shape("selective_scan", "step", step0, u0.sizes());
        require_shape("selective_scan", "gate z", z0, u0.sizes());
        require_shape("selective_scan", "decay A", a0, {channels, states});
        require_shape("selective_scan", "weight B", b0, {batch, steps, states});
        require_shape("selective_scan", "weight C", c0, {batch, steps, states});
        require_shape("selective_scan", "skip D", d0, {channels});
        require_shape("selective_scan", "initial state", initial0, {batch, channels, states});
        require_floats("selective_scan", u0, step0, a0, b0, c0, d0, z0, initial0);
        blocks = (channels + kLanes - 1) / kLanes;
        chunks = (steps + kChunk - 1) / kChunk;
        u_ = dense_rows(u0), step_ = dense_rows(step0), b_ = dense_rows(b0), c_ = dense_rows(c0);
        a_ = transposed(a0.contiguous());
        d_ = at::constant_pad_nd(d0, {0, blocks * kLanes - channels}).contiguous();
        if (z0.defined()) z_ = dense_rows(z0), z = rows(z_);
        if (initial0.defined()) initial_ = initial0.contiguous();
        u = rows(u_), step = rows(step_), b = rows(b_), c = rows(c_);
    }

    // [.., channels, states] -> [.., blocks, states, lanes], padded with zeros.
    Tensor transposed(const Tensor& x) const {
        auto padded = at::constant_pad_nd(x, {0, 0, 0, blocks * kLanes - channels});
        auto shape = padded.sizes().vec();
        shape.resize(shape.size() - 2);
        shape.insert(shape.end(), {blocks, kLanes, states});
        return padded.reshape(shape).transpose(-1, -2).contiguous();
    }

    // Back again.
    Tensor restored(const Tensor& x) const {
        auto shape = x.sizes().vec();
        shape.resize(shape.size() - 3);
        shape.insert(shape.end(), {blocks * kLanes, states});
        return x.transpose(-1, -2).reshape(shape).narrow(-2, 0, channels).contiguous();
    }

    int64_t lanes(int64_t block) const { return std::min<int64_t>(kLanes, channels - block * kLanes); }
};

// One block of channels of one row over all steps.
template <int kStates>
void forward_block(const Problem& p, int64_t b, int64_t block, float* h_memory, float* y, float* checkpoints) {
    const int64_t N = kStates > 0 ? kStates : p.states;
    const int64_t lanes = p.lanes(block), e = block * kLanes;
    vfloat h[kStates > 0 ? kStates : kLargestState], a[kStates > 0 ? kStates : kLargestState];
    for (int64_t n = 0; n < N; ++n) {
        h[n] = load(h_memory + n * kLanes);
        a[n] = load(p.a_.data_ptr<float>() + (block * N + n) * kLanes);
    }
    const vfloat d = load(p.d_.data_ptr<float>() + e);
    for (int64_t t = 0; t < p.steps; ++t) {
        if (checkpoints != nullptr && t % kChunk == 0) {
            float* slot = checkpoints + (t / kChunk) * p.blocks * N * kLanes;
            for (int64_t n = 0; n < N; ++n) store(slot + n * kLanes, h[n]);
        }
        const vfloat u = load(p.u.at(b, t) + e, lanes);
        const vfloat delta = softplus(load(p.step.at(b, t) + e, lanes));
        const vfloat du = delta * u;
        const float* bt = p.b.at(b, t);
        const float* ct = p.c.at(b, t);
        vfloat out = d * u;
        for (int64_t n = 0; n < N; ++n) {
            h[n] = exp(delta * a[n]) * h[n] + du * bt[n];
            out += h[n] * ct[n];
        }
        if (p.z.data != nullptr) {
            const vfloat z = load(p.z.at(b, t) + e, lanes);
            out *= z * sigmoid(z);
        }
        store(y + t * p.channels + e, out, lanes);
    }
    for (int64_t n = 0; n < N; ++n) store(h_memory + n * kLanes, h[n]);
}

// y [B, T, E], the last state [B, E, N] and, where wanted, the states at chunk starts [B, chunks, blocks, N, lanes].
std::tuple<Tensor, Tensor, Tensor> forward(const Problem& p, bool keep) {
    auto y = at::empty({p.batch, p.steps, p.channels}, p.u_.options());
    auto h = p.initial_.defined() ? p.transposed(p.initial_) : at::zeros({p.batch, p.blocks, p.states, kLanes}, p.u_.options());
    auto checkpoints = keep ? at::empty({p.batch, p.chunks, p.blocks, p.states, kLanes}, p.u_.options()) : Tensor();
    auto* run = p.states == 16 ? forward_block<16> : p.states == 8 ? forward_block<8> : forward_block<0>;
    const int64_t size = p.states * kLanes;
    at::parallel_for(0, p.batch * p.blocks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const int64_t b = i / p.blocks, block = i % p.blocks;
            run(p, b, block, h.data_ptr<float>() + i * size, y.data_ptr<float>() + b * p.steps * p.channels,
                keep ? checkpoints.data_ptr<float>() + (b * p.chunks * p.blocks + block) * size : nullptr);
        }
    });
    return {y, p.restored(h), checkpoints};
}

// Where backward writes; B's and C's gradients are summed over the channels, A's and D's over rows and steps.
struct Gradients {
    float *u, *step, *z, *b, *c, *a, *d, *h;
};

struct Scratch {
    std::vector<float> states, decays, b, c, deltas, ys;

    explicit Scratch(int64_t N)
        : states((kChunk + 1) * N * kLanes), decays(kChunk * N * kLanes), b(kChunk * N * kLanes), c(kChunk * N * kLanes), deltas(kChunk * kLanes),
          ys(kChunk * kLanes) {}
};

// One chunk of one block: forward again from the checkpoint, then backwards. g.h holds the gradient of the state behind the chunk.
template <int kStates>
void backward_chunk(const Problem& p, int64_t b, int64_t block, int64_t first, int64_t count, const float* checkpoint, const float* grad_y, const Gradients& g,
                    Scratch& s) {
    const int64_t N = kStates > 0 ? kStates : p.states;
    const int64_t lanes = p.lanes(block), e = block * kLanes;
    const float* a = p.a_.data_ptr<float>() + block * N * kLanes;
    const vfloat d = load(p.d_.data_ptr<float>() + e);
    std::copy(checkpoint, checkpoint + N * kLanes, s.states.begin());
    for (int64_t i = 0; i < count; ++i) {
        const int64_t t = first + i;
        const vfloat u = load(p.u.at(b, t) + e, lanes);
        const vfloat delta = softplus(load(p.step.at(b, t) + e, lanes));
        const vfloat du = delta * u;
        const float* bt = p.b.at(b, t);
        const float* ct = p.c.at(b, t);
        const float* before = s.states.data() + i * N * kLanes;
        float* after = s.states.data() + (i + 1) * N * kLanes;
        float* decay = s.decays.data() + i * N * kLanes;
        vfloat y = d * u;
        for (int64_t n = 0; n < N; ++n) {
            const vfloat alpha = exp(delta * load(a + n * kLanes));
            const vfloat h = alpha * load(before + n * kLanes) + du * bt[n];
            store(decay + n * kLanes, alpha);
            store(after + n * kLanes, h);
            y += h * ct[n];
        }
        store(s.deltas.data() + i * kLanes, delta);
        store(s.ys.data() + i * kLanes, y);
    }
    vfloat gh[kStates > 0 ? kStates : kLargestState];
    for (int64_t n = 0; n < N; ++n) gh[n] = load(g.h + n * kLanes);
    vfloat gd = load(g.d);
    for (int64_t i = count - 1; i >= 0; --i) {
        const int64_t t = first + i, offset = t * p.channels + e;
        const vfloat u = load(p.u.at(b, t) + e, lanes);
        const vfloat raw = load(p.step.at(b, t) + e, lanes);
        const vfloat delta = load(s.deltas.data() + i * kLanes);
        const float* bt = p.b.at(b, t);
        const float* ct = p.c.at(b, t);
        const float* before = s.states.data() + i * N * kLanes;
        const float* after = before + N * kLanes;
        const float* decay = s.decays.data() + i * N * kLanes;
        float* gb = s.b.data() + i * N * kLanes;
        float* gc = s.c.data() + i * N * kLanes;
        vfloat gy = load(grad_y + offset, lanes);
        if (p.z.data != nullptr) {
            const vfloat z = load(p.z.at(b, t) + e, lanes);
            const vfloat gate = sigmoid(z);
            store(g.z + offset, gy * load(s.ys.data() + i * kLanes) * gate * (1.0f + z * (1.0f - gate)), lanes);
            gy *= z * gate;
        }
        const vfloat du = delta * u;
        vfloat gu = gy * d, g_delta{}, taken{};
        gd += gy * u;
        for (int64_t n = 0; n < N; ++n) {
            const vfloat grad = gh[n] + gy * ct[n];
            const vfloat through = grad * load(decay + n * kLanes);
            const vfloat held = through * load(before + n * kLanes);
            store(gc + n * kLanes, load(gc + n * kLanes) + gy * load(after + n * kLanes));
            store(gb + n * kLanes, load(gb + n * kLanes) + grad * du);
            taken += grad * bt[n];
            g_delta += held * load(a + n * kLanes);
            store(g.a + n * kLanes, load(g.a + n * kLanes) + held * delta);
            gh[n] = through;
        }
        g_delta += taken * u;
        gu += taken * delta;
        store(g.u + offset, gu, lanes);
        store(g.step + offset, g_delta * sigmoid(raw), lanes);
    }
    for (int64_t n = 0; n < N; ++n) store(g.h + n * kLanes, gh[n]);
    store(g.d, gd);
}

std::vector<Tensor> backward(const Problem& p, const Tensor& checkpoints, const Tensor& grad_y, const Tensor& grad_last) {
    const auto options = p.u_.options();
    const int64_t N = p.states, size = N * kLanes;
    // Enough tasks for every thread: rows, and groups of blocks where there are few rows.
    const int64_t rows = std::max<int64_t>(1, p.batch);
    const int64_t groups = std::min<int64_t>(p.blocks, std::max<int64_t>(1, (at::get_num_threads() + rows - 1) / rows));
    auto gu = at::empty({p.batch, p.steps, p.channels}, options), gstep = at::empty_like(gu);
    auto gz = p.z_.defined() ? at::empty_like(gu) : Tensor();
    auto gb = at::empty({p.batch, groups, p.steps, N}, options), gc = at::empty_like(gb);
    auto ga = at::zeros({p.batch, p.blocks, N, kLanes}, options), gd = at::zeros({p.batch, p.blocks, kLanes}, options);
    auto gh = grad_last.defined() ? p.transposed(grad_last.contiguous()) : at::zeros({p.batch, p.blocks, N, kLanes}, options);
    auto* run = N == 16 ? backward_chunk<16> : N == 8 ? backward_chunk<8> : backward_chunk<0>;
    at::parallel_for(0, p.batch * groups, 1, [&](int64_t begin, int64_t end) {
        Scratch scratch(N);
        for (int64_t task = begin; task < end; ++task) {
            const int64_t b = task / groups, group = task % groups;
            const int64_t first_block = p.blocks * group / groups, last_block = p.blocks * (group + 1) / groups;
            const int64_t row = b * p.steps * p.channels;
            for (int64_t chunk = p.chunks - 1; chunk >= 0; --chunk) {
                const int64_t first = chunk * kChunk, count = std::min(kChunk, p.steps - first);
                std::fill(scratch.b.begin(), scratch.b.end(), 0.0f);
                std::fill(scratch.c.begin(), scratch.c.end(), 0.0f);
                for (int64_t block = first_block; block < last_block; ++block) {
                    const int64_t at = b * p.blocks + block;
                    const Gradients g{gu.data_ptr<float>() + row, gstep.data_ptr<float>() + row, gz.defined() ? gz.data_ptr<float>() + row : nullptr, nullptr,
                                      nullptr, ga.data_ptr<float>() + at * size, gd.data_ptr<float>() + at * kLanes, gh.data_ptr<float>() + at * size};
                    run(p, b, block, first, count, checkpoints.data_ptr<float>() + ((b * p.chunks + chunk) * p.blocks + block) * size,
                        grad_y.data_ptr<float>() + row, g, scratch);
                }
                float* b_out = gb.data_ptr<float>() + (task * p.steps + first) * N;
                float* c_out = gc.data_ptr<float>() + (task * p.steps + first) * N;
                for (int64_t i = 0; i < count * N; ++i) {
                    b_out[i] = sum(load(scratch.b.data() + i * kLanes));
                    c_out[i] = sum(load(scratch.c.data() + i * kLanes));
                }
            }
        }
    });
    return {gu, gstep, p.restored(ga.sum(0)), gb.sum(1), gc.sum(1), gd.sum(0).reshape({-1}).narrow(0, 0, p.channels), gz,
            p.initial_.defined() ? p.restored(gh) : Tensor()};
}

class SelectiveScan : public torch::autograd::Function<SelectiveScan> {
public:
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Tensor& u, const Tensor& step, const Tensor& a,
                                                  const Tensor& b, const Tensor& c, const Tensor& d, const OptionalTensor& z, const OptionalTensor& initial) {
        at::AutoDispatchBelowADInplaceOrView below;
        const Tensor gate = z.value_or(Tensor()), start = initial.value_or(Tensor());
        auto [y, last, checkpoints] = ::forward(Problem(u, step, a, b, c, d, gate, start), true);
        context->save_for_backward({u, step, a, b, c, d, gate, start, checkpoints});
        return {y, last};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("selective_scan");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        const Problem p(saved[0], saved[1], saved[2], saved[3], saved[4], saved[5], saved[6], saved[7]);
        const auto grad_y = grads[0].defined() ? grads[0].contiguous() : at::zeros({p.batch, p.steps, p.channels}, p.u_.options());
        return ::backward(p, saved[8], grad_y, grads[1]);
    }
};

std::tuple<Tensor, Tensor> selective_scan(const Tensor& u, const Tensor& step, const Tensor& a, const Tensor& b, const Tensor& c, const Tensor& d,
                                          const OptionalTensor& z, const OptionalTensor& initial) {
    auto [y, last, _] = forward(Problem(u, step, a, b, c, d, z.value_or(Tensor()), initial.value_or(Tensor())), false);
    return {y, last};
}

std::tuple<Tensor, Tensor> selective_scan_autograd(const Tensor& u, const Tensor& step, const Tensor& a, const Tensor& b, const Tensor& c, const Tensor& d,
                                                   const OptionalTensor& z, const OptionalTensor& initial) {
    if (!torch::autograd::compute_requires_grad(u, step, a, b, c, d, z, initial)) {
        at::AutoDispatchBelowADInplaceOrView below;
        return selective_scan(u, step, a, b, c, d, z, initial);
    }
    auto results = SelectiveScan::apply(u, step, a, b, c, d, z, initial);
    return {results[0], results[1]};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("selective_scan(Tensor u, Tensor step, Tensor A, Tensor B, Tensor C, Tensor D, Tensor? z=None, Tensor? initial=None) -> (Tensor, Tensor)");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("selective_scan", selective_scan); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("selective_scan", selective_scan_autograd); }
