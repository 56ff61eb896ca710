// DreamerV3's recurrent state-space model along a whole observed sequence as one operator, forward and backward through time. Steps
// stay in order; what the weights learn is summed over all steps in one product each, instead of a small one a step.
//   x = silu(norm(W_z z_(t-1) + acted_t));  h_t = gru(x, h_(t-1));  raw_t = W_o silu(norm(W_p h_t + seen_t)) + b_o
//   logits_t = log((1 - share) softmax(raw_t) + share / D), z_t drawn from them; its gradient is that of the probabilities.
#include <vector>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "norm_rows.h"
#include "one_hot.h"
#include "require.h"
#include "row_sums.h"

namespace {

using namespace reverie;
using at::Tensor;
using torch::autograd::variable_list;
using OptionalTensor = c10::optional<Tensor>;

constexpr const char* kName = "rssm_observe";
constexpr int64_t kMostClasses = 4096;

// Weights in the order of the operator's arguments.
enum Weight { in_weight, in_gain, in_offset, gru_weight, gru_gain, gru_offset, post_weight, post_gain, post_offset, out_weight, out_bias, weight_count };

struct Sizes {
    int64_t steps, batch, state, dense, hidden, variables, classes;

    int64_t latent() const { return variables * classes; }
};

struct Problem {
    Tensor acted, seen, first, state0, latent0, uniforms;  // [T, B, ...]; state0 [H], latent0 [S D]
    std::vector<Tensor> weights;
    double share;
    std::vector<double> eps;  // of input, recurrent unit, posterior
    Sizes n;

    float epsilon(int which) const { return static_cast<float>(eps[which]); }
    const float* data(Weight which) const { return weights[which].data_ptr<float>(); }
    bool* firsts(int64_t t) const { return first.data_ptr<bool>() + t * n.batch; }

    Problem(const Tensor& acted0, const Tensor& seen0, const Tensor& first0, const Tensor& initial, const Tensor& latent, const Tensor& uniforms0,
            at::TensorList weights0, int64_t variables, double share0, at::ArrayRef<double> eps0)
        : weights(weights0.begin(), weights0.end()), share(share0), eps(eps0.begin(), eps0.end()) {
        TORCH_CHECK(weights0.size() == weight_count && eps0.size() == 3, kName, " takes ", static_cast<int>(weight_count), " weights and 3 epsilons");
        TORCH_CHECK(acted0.dim() == 3 && seen0.dim() == 3 && initial.dim() == 1 && latent.dim() == 1, kName,
                    ": actions and observations must be [steps, batch, numbers], and the initial state two rows of numbers");
        TORCH_CHECK(variables > 0 && latent.size(0) % variables == 0, kName, ": ", latent.size(0), " numbers are not ", variables, " variables");
        TORCH_CHECK(latent.size(0) / variables <= kMostClasses, kName, ": at most ", kMostClasses, " classes, not ", latent.size(0) / variables);
        TORCH_CHECK(share >= 0 && share < 1, kName, ": the uniform share is at least 0 and below 1, not ", share);
        n = {acted0.size(0), acted0.size(1), initial.size(0), acted0.size(2), seen0.size(2), variables, latent.size(0) / variables};
        TORCH_CHECK(n.steps > 0 && n.batch > 0, kName, ": a sequence has steps and rows");
        require_floats(kName, acted0, seen0, initial, latent, uniforms0);
        for (const auto& weight : weights) require_floats(kName, weight);
        TORCH_CHECK(first0.scalar_type() == at::kBool, kName, ": first steps are truth values, not ", first0.scalar_type());
        require_shape(kName, "observations", seen0, {n.steps, n.batch, n.hidden});
        require_shape(kName, "first steps", first0, {n.steps, n.batch});
        require_shape(kName, "uniform numbers", uniforms0, {n.steps, n.batch, n.variables});
        require_shape(kName, "input's weight", weights[in_weight], {n.dense, n.latent()});
        require_shape(kName, "recurrent weight", weights[gru_weight], {3 * n.state, n.state + n.dense});
        require_shape(kName, "posterior's weight", weights[post_weight], {n.hidden, n.state});
        require_shape(kName, "output's weight", weights[out_weight], {n.latent(), n.hidden});
        require_shape(kName, "output's bias", weights[out_bias], {n.latent()});
        const int64_t widths[3] = {n.dense, 3 * n.state, n.hidden};
        for (int i = 0; i < 3; ++i)
            for (int k = 1; k <= 2; ++k) require_shape(kName, "weight of a norm", weights[3 * i + k], {widths[i]});
        for (int i : {in_gain, in_offset, gru_gain, gru_offset, post_gain, post_offset, out_bias}) weights[i] = weights[i].contiguous();
        acted = acted0.contiguous(), seen = seen0.contiguous(), first = first0.contiguous(), state0 = initial.contiguous(), latent0 = latent.contiguous();
        if (uniforms0.defined()) uniforms = uniforms0.contiguous();
    }
};

template <typename F>
void each_row(int64_t rows, int64_t work, const F& body) {
    at::parallel_for(0, rows, std::max<int64_t>(1, (1 << 13) / work), [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) body(row);
    });
}

float* row_of(const Tensor& x, int64_t row) { return x.data_ptr<float>() + row * x.size(-1); }

// What backward needs of each step.
struct Kept {
    Tensor latents_before;  // z_(t-1), [T, B, S D]
    Tensor in;              // before the input's norm, [T, B, dense]
    Tensor state_input;     // [h_(t-1), x], [T, B, H + dense]
    Tensor mixed;           // [T, B, 3 H]
    Tensor post;            // before the posterior's norm, [T, B, hidden]
    Tensor hidden;          // behind it
    Tensor raw;             // [T, B, S D]

    Kept(const Problem& p) {
        const auto make = [&](int64_t width) { return at::empty({p.n.steps, p.n.batch, width}, p.acted.options()); };
        latents_before = make(p.n.latent()), in = make(p.n.dense), state_input = make(p.n.state + p.n.dense), mixed = make(3 * p.n.state);
        post = make(p.n.hidden), hidden = make(p.n.hidden), raw = make(p.n.latent());
    }

    explicit Kept(const Tensor* from) : latents_before(from[0]), in(from[1]), state_input(from[2]), mixed(from[3]), post(from[4]), hidden(from[5]), raw(from[6]) {}

    variable_list list() const { return {latents_before, in, state_input, mixed, post, hidden, raw}; }
};

void draw(const Problem& p, const Tensor& raw, const float* uniforms, const Tensor& logits, const Tensor& latents) {
    const auto& n = p.n;
    const float share = static_cast<float>(p.share), uniform = share / static_cast<float>(n.classes);
    each_row(n.batch * n.variables, 8 * n.classes, [&](int64_t variable) {
        const float* x = raw.data_ptr<float>() + variable * n.classes;
        float *y = logits.data_ptr<float>() + variable * n.classes, *z = latents.data_ptr<float>() + variable * n.classes;
        if (share == 0) {
            float own[kMostClasses];
            softmax_row(x, own, n.classes);
            std::copy_n(x, n.classes, y);
            std::fill_n(z, n.classes, 0.0f);
            z[draw_class(own, 0, n.classes, uniforms != nullptr ? uniforms[variable] : -1)] = 1;
            return;
        }
        softmax_row(x, y, n.classes);
        const int64_t drawn = draw_class(y, share, n.classes, uniforms != nullptr ? uniforms[variable] : -1);
        for (int64_t i = 0; i < n.classes; ++i) y[i] = std::log(mixed(y[i], share, uniform));
        std::fill_n(z, n.classes, 0.0f);
        z[drawn] = 1;
    });
}

// States, latents and logits, [T, B, H], [T, B, S D], [T, B, S D].
std::array<Tensor, 3> run(const Problem& p, const Kept& kept) {
    const auto& n = p.n;
    auto states = at::empty({n.steps, n.batch, n.state}, p.acted.options());
    auto latents = at::empty({n.steps, n.batch, n.latent()}, p.acted.options());
    auto logits = at::empty_like(latents);
    const auto table = p.weights[in_weight].t().contiguous();  // [S D, dense]: a row for each class
    const auto gru = p.weights[gru_weight].t(), post = p.weights[post_weight].t(), out = p.weights[out_weight].t();
    for (int64_t t = 0; t < n.steps; ++t) {
        const bool* firsts = p.firsts(t);
        const auto in = kept.in.select(0, t), before = kept.latents_before.select(0, t), joint = kept.state_input.select(0, t);
        each_row(n.batch, 64 * n.dense, [&](int64_t b) {
            const bool anew = t == 0 || firsts[b];
            const float* z = anew ? p.latent0.data_ptr<float>() : row_of(latents, (t - 1) * n.batch + b);
            const float* h = anew ? p.state0.data_ptr<float>() : row_of(states, (t - 1) * n.batch + b);
            float *x = row_of(in, b), *to = row_of(joint, b);
            std::copy_n(z, n.latent(), row_of(before, b));
            std::copy_n(row_of(p.acted, t * n.batch + b), n.dense, x);
            for (int64_t i = 0; i < n.latent(); ++i)
                if (z[i] != 0) {
                    const float* row = row_of(table, i);
#pragma omp simd
                    for (int64_t k = 0; k < n.dense; ++k) x[k] += row[k];
                }
            std::copy_n(h, n.state, to);
            norm_silu_row(x, p.data(in_gain), p.data(in_offset), p.epsilon(0), to + n.state, n.dense);
        });
        auto mixed = kept.mixed.select(0, t);
        at::mm_out(mixed, joint, gru);
        const auto state = states.select(0, t);
        each_row(n.batch, 64 * n.state, [&](int64_t b) {
            gru_row(row_of(mixed, b), p.data(gru_gain), p.data(gru_offset), p.epsilon(1), row_of(joint, b), row_of(state, b), n.state);
        });
        auto before_norm = kept.post.select(0, t);
        at::addmm_out(before_norm, p.seen.select(0, t), state, post);
        const auto hidden = kept.hidden.select(0, t);
        each_row(n.batch, 16 * n.hidden, [&](int64_t b) {
            norm_silu_row(row_of(before_norm, b), p.data(post_gain), p.data(post_offset), p.epsilon(2), row_of(hidden, b), n.hidden);
        });
        auto raw = kept.raw.select(0, t);
        at::addmm_out(raw, p.weights[out_bias], hidden, out);
        draw(p, raw, p.uniforms.defined() ? row_of(p.uniforms, t * n.batch) : nullptr, logits.select(0, t), latents.select(0, t));
    }
    return {states, latents, logits};
}

// The gradient of raw from those of the logits and of the drawn latents (that of the probabilities).
void draw_backward(const Problem& p, const Tensor& raw, const float* of_logits, const float* of_latents, const Tensor& of_raw) {
    const auto& n = p.n;
    const float share = static_cast<float>(p.share), uniform = share / static_cast<float>(n.classes);
    each_row(n.batch * n.variables, 8 * n.classes, [&](int64_t variable) {
        const int64_t at = variable * n.classes;
        float soft[kMostClasses];
        float* g = of_raw.data_ptr<float>() + at;
        softmax_row(raw.data_ptr<float>() + at, soft, n.classes);
        float total = 0, weighted = 0;  // of the mixture: the clamp takes its sum away from 1
        for (int64_t i = 0; i < n.classes; ++i) {
            const float m = share == 0 ? soft[i] : mixed(soft[i], share, uniform);
            total += m;
            weighted += m * of_latents[at + i];
        }
        weighted /= total;
        float along = 0;
        for (int64_t i = 0; i < n.classes; ++i) {
            const float raw_share = soft[i] * (1 - share) + uniform, m = share == 0 ? soft[i] : mixed(soft[i], share, uniform);
            const float of_logit = of_logits[at + i] + m / total * (of_latents[at + i] - weighted);
            // Behind the logarithm, the clamp and the mixing; without a share the logits are raw themselves.
            g[i] = share == 0 ? of_logit : raw_share == m ? of_logit / m * (1 - share) : 0;
            along += soft[i] * g[i];
        }
        if (share != 0)
            for (int64_t i = 0; i < n.classes; ++i) g[i] = soft[i] * (g[i] - along);
    });
}

variable_list run_backward(const Problem& p, const Kept& kept, const Tensor& of_states, const Tensor& of_latents0, const Tensor& of_logits) {
    const auto& n = p.n;
    const auto make = [&](int64_t width) { return at::empty({n.steps, n.batch, width}, p.acted.options()); };
    auto of_in = make(n.dense), of_mixed = make(3 * n.state), of_post = make(n.hidden), of_raw = make(n.latent());
    auto of_latents = of_latents0.clone(at::MemoryFormat::Contiguous);
    auto of_state0 = at::zeros({n.state}, p.acted.options());
    auto of_joint = at::empty({n.batch, n.state + n.dense}, p.acted.options());
    auto of_state = at::empty({n.batch, n.state}, p.acted.options()), carried = at::zeros_like(of_state), direct = at::empty_like(of_state);
    auto of_hidden = at::empty({n.batch, n.hidden}, p.acted.options());
    RowSums in_sums(n.batch, n.dense, p.acted.options()), gru_sums(n.batch, 3 * n.state, p.acted.options()), post_sums(n.batch, n.hidden, p.acted.options());
    const auto gru = p.weights[gru_weight];
    for (int64_t t = n.steps - 1; t >= 0; --t) {
        auto raw_grad = of_raw.select(0, t), post_grad = of_post.select(0, t), in_grad = of_in.select(0, t);
        draw_backward(p, kept.raw.select(0, t), row_of(of_logits, t * n.batch), row_of(of_latents, t * n.batch), raw_grad);
        at::mm_out(post_grad, raw_grad, p.weights[out_weight]);
        post_sums.each([&](int64_t b, float* of_gain, float* of_offset) {
            norm_silu_row_backward(row_of(kept.post, t * n.batch + b), p.data(post_gain), p.data(post_offset), p.epsilon(2), row_of(post_grad, b), of_gain, of_offset, n.hidden);
        });
        at::add_out(of_state, of_states.select(0, t), carried);
        of_state.addmm_(post_grad, p.weights[post_weight]);
        gru_sums.each([&](int64_t b, float* of_gain, float* of_offset) {
            const int64_t row = t * n.batch + b;
            gru_row_backward(row_of(kept.mixed, row), p.data(gru_gain), p.data(gru_offset), p.epsilon(1), row_of(kept.state_input, row), row_of(of_state, b),
                             row_of(of_mixed, row), row_of(direct, b), of_gain, of_offset, n.state);
        });
        at::mm_out(of_joint, of_mixed.select(0, t), gru);
        in_sums.each([&](int64_t b, float* of_gain, float* of_offset) {
            std::copy_n(row_of(of_joint, b) + n.state, n.dense, row_of(in_grad, b));
            norm_silu_row_backward(row_of(kept.in, t * n.batch + b), p.data(in_gain), p.data(in_offset), p.epsilon(0), row_of(in_grad, b), of_gain, of_offset, n.dense);
        });
        const bool* firsts = p.firsts(t);
        for (int64_t b = 0; b < n.batch; ++b) {
            const bool anew = t == 0 || firsts[b];
            float* to = anew ? of_state0.data_ptr<float>() : row_of(carried, b);
            const float *own = row_of(direct, b), *through = row_of(of_joint, b);
            for (int64_t i = 0; i < n.state; ++i) to[i] = (anew ? to[i] : 0) + own[i] + through[i];
            if (anew) std::fill_n(row_of(carried, b), n.state, 0.0f);
        }
        if (t == 0) break;
        auto before = at::mm(in_grad, p.weights[in_weight]);
        for (int64_t b = 0; b < n.batch; ++b)
            if (!firsts[b]) {
                float* to = row_of(of_latents, (t - 1) * n.batch + b);
                const float* from = row_of(before, b);
#pragma omp simd
                for (int64_t i = 0; i < n.latent(); ++i) to[i] += from[i];
            }
    }
    const auto flat = [](const Tensor& x) { return x.flatten(0, 1); };
    const auto product = [&](const Tensor& grads, const Tensor& inputs) { return at::mm(flat(grads).t(), flat(inputs)); };
    return {of_in, of_post, of_state0, product(of_in, kept.latents_before), in_sums.gain(), in_sums.offset(), product(of_mixed, kept.state_input), gru_sums.gain(),
            gru_sums.offset(), Tensor(), post_sums.gain(), post_sums.offset(), product(of_raw, kept.hidden), flat(of_raw).sum(0)};
}

class RssmObserve : public torch::autograd::Function<RssmObserve> {
public:
    static variable_list forward(torch::autograd::AutogradContext* context, const Tensor& acted, const Tensor& seen, const Tensor& first, const Tensor& initial,
                                 const Tensor& latent, const OptionalTensor& uniforms, int64_t variables, double share, std::vector<double> eps,
                                 const Tensor& w0, const Tensor& w1, const Tensor& w2, const Tensor& w3, const Tensor& w4, const Tensor& w5, const Tensor& w6,
                                 const Tensor& w7, const Tensor& w8, const Tensor& w9, const Tensor& w10) {
        at::AutoDispatchBelowADInplaceOrView below;
        const Problem p(acted, seen, first, initial, latent, uniforms.value_or(Tensor()), {w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10}, variables, share, eps);
        const Kept kept(p);
        auto [states, latents, logits] = run(p, kept);
        context->saved_data["variables"] = variables;
        context->saved_data["share"] = share;
        context->saved_data["eps"] = eps;
        variable_list saved = kept.list();
        saved.insert(saved.end(), {acted, seen, first, initial, latent, states, w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10});
        context->save_for_backward(saved);
        return {states, latents, logits};
    }

    static variable_list backward(torch::autograd::AutogradContext* context, variable_list grads) {
        refuse_second_derivative(kName);
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        constexpr int kInputs = 7, kStates = kInputs + 5, kWeights = kStates + 1;
        const Kept kept(saved.data());
        const Problem p(saved[kInputs], saved[kInputs + 1], saved[kInputs + 2], saved[kInputs + 3], saved[kInputs + 4], Tensor(),
                        std::vector<Tensor>(saved.begin() + kWeights, saved.end()), context->saved_data["variables"].toInt(),
                        context->saved_data["share"].toDouble(), context->saved_data["eps"].toDoubleVector());
        const auto of = [&](int output, int64_t width) {
            return grads[output].defined() ? grads[output].contiguous() : at::zeros({p.n.steps, p.n.batch, width}, p.acted.options());
        };
        auto g = run_backward(p, kept, of(0, p.n.state), of(1, p.n.latent()), of(2, p.n.latent()));
        const auto of_post_weight = at::mm(g[1].flatten(0, 1).t(), saved[kStates].flatten(0, 1));
        return {g[0], g[1], Tensor(), g[2], Tensor(), Tensor(), Tensor(), Tensor(), Tensor(),
                g[3], g[4], g[5], g[6], g[7], g[8], of_post_weight, g[10], g[11], g[12], g[13]};
    }
};

using Outputs = std::tuple<Tensor, Tensor, Tensor>;

Outputs observe(const Tensor& acted, const Tensor& seen, const Tensor& first, const Tensor& initial, const Tensor& latent, const OptionalTensor& uniforms,
                at::TensorList weights, int64_t variables, double share, at::ArrayRef<double> eps) {
    const Problem p(acted, seen, first, initial, latent, uniforms.value_or(Tensor()), weights, variables, share, eps);
    auto [states, latents, logits] = run(p, Kept(p));
    return {states, latents, logits};
}

Outputs observe_autograd(const Tensor& acted, const Tensor& seen, const Tensor& first, const Tensor& initial, const Tensor& latent, const OptionalTensor& uniforms,
                         at::TensorList w, int64_t variables, double share, at::ArrayRef<double> eps) {
    TORCH_CHECK(w.size() == weight_count, kName, " takes ", static_cast<int>(weight_count), " weights, not ", w.size());
    auto out = RssmObserve::apply(acted, seen, first, initial, latent, uniforms, variables, share, eps.vec(), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8],
                                  w[9], w[10]);
    return {out[0], out[1], out[2]};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("rssm_observe(Tensor acted, Tensor seen, Tensor first, Tensor initial, Tensor latent, Tensor? uniforms, Tensor[] weights, int variables, "
          "float share, float[] eps) -> (Tensor, Tensor, Tensor)");
}
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("rssm_observe", observe); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("rssm_observe", observe_autograd); }
