// Layers over symbols: y = bias + the table's rows of all symbols, which is what a dense layer makes of one-hot inputs. In a grid world
// most symbols of a batch stand in the same few groups (a wall here, nothing seen there), so each different group at each place is
// summed once, as its difference from the commonest group of that place: a row of the batch adds only what is uncommon in it.
#include <array>
#include <memory>
#include <vector>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/library.h>
#include "fused.h"
#include "require.h"

namespace {

using at::Tensor;
using torch::autograd::variable_list;

constexpr int64_t kMaxGroup = 8;   // symbols of a group: they are packed into one key
constexpr int64_t kBlock = 32;     // batch rows that stay in the fastest cache while a place's sums pass by
constexpr int64_t kRowGrain = 64;  // batch rows that are worth a thread

// The different groups at one place, numbered in the order in which the batch meets them.
struct Place {
    std::vector<uint64_t> keys;
    int64_t first = 0;    // of all places' groups
    int32_t commonest = 0;
};

struct Plan {
    int64_t batch = 0, symbols = 0, group = 0;
    std::vector<Place> places;
    std::vector<int32_t> index;  // [places, batch]: the number of the group that stands there
    std::vector<int64_t> starts;

    int64_t groups() const { return places.back().first + static_cast<int64_t>(places.back().keys.size()); }

    int64_t size_of(int64_t place) const { return std::min(group, symbols - place * group); }

    int64_t row(int64_t place, int64_t symbol, uint64_t key) const { return starts[place * group + symbol] + static_cast<int64_t>(key >> (8 * symbol) & 0xff); }

    void number(int64_t p, const uint8_t* data) {
        constexpr int kBuckets = 256;
        Place& place = places[p];
        std::array<int32_t, kBuckets> heads;
        heads.fill(-1);
        std::vector<int32_t> next, counts;
        const int64_t size = size_of(p);
        int32_t* numbers = index.data() + p * batch;
        for (int64_t b = 0; b < batch; ++b) {
            const uint8_t* at = data + b * symbols + p * group;
            uint64_t key = 0;
            for (int64_t k = 0; k < size; ++k) key |= static_cast<uint64_t>(at[k]) << (8 * k);
            int32_t& head = heads[key * 0x9e3779b97f4a7c15u >> 56];
            int32_t found = head;
            while (found >= 0 && place.keys[found] != key) found = next[found];
            if (found < 0) {
                found = static_cast<int32_t>(place.keys.size());
                add(place, p, key);
                next.push_back(head);
                counts.push_back(0);
                head = found;
            }
            numbers[b] = found;
            if (++counts[found] > counts[place.commonest]) place.commonest = found;
        }
    }

    void add(Place& place, int64_t p, uint64_t key) const {
        for (int64_t k = 0; k < size_of(p); ++k) {
            const int64_t at = p * group + k;
            TORCH_CHECK(row(p, k, key) < starts[at + 1], "symbol_sum: symbol ", at, " is ", (key >> (8 * k)) & 0xff, ", but there are only ",
                        starts[at + 1] - starts[at]);
        }
        place.keys.push_back(key);
    }
};

std::shared_ptr<Plan> plan_of(const Tensor& table, const c10::optional<Tensor>& bias, const Tensor& symbols, const Tensor& starts, int64_t group) {
    TORCH_CHECK(table.dim() == 2 && (table.scalar_type() == at::kFloat || table.scalar_type() == at::kDouble),
                "symbol_sum: the table must be floats or doubles [rows, width]");
    TORCH_CHECK(symbols.dim() == 2 && symbols.scalar_type() == at::kByte, "symbol_sum: the symbols must be bytes [batch, symbols]");
    TORCH_CHECK(starts.dim() == 1 && starts.scalar_type() == at::kLong && symbols.size(1) > 0 && starts.size(0) == symbols.size(1) + 1,
                "symbol_sum: there must be one start a symbol, and the end");
    TORCH_CHECK(group >= 1 && group <= kMaxGroup, "symbol_sum: a group is 1 to ", kMaxGroup, " symbols, not ", group);
    if (bias.has_value() && bias->defined())
        TORCH_CHECK(bias->scalar_type() == table.scalar_type() && bias->sizes() == at::IntArrayRef{table.size(1)}, "symbol_sum: the bias does not fit");
    auto plan = std::make_shared<Plan>();
    plan->batch = symbols.size(0);
    plan->symbols = symbols.size(1);
    plan->group = group;
    const auto from = starts.contiguous();
    plan->starts.assign(from.data_ptr<int64_t>(), from.data_ptr<int64_t>() + from.size(0));
    bool rising = plan->starts.front() == 0 && plan->starts.back() == table.size(0);
    for (int64_t k = 0; k < plan->symbols; ++k) rising = rising && plan->starts[k] < plan->starts[k + 1];
    TORCH_CHECK(rising, "symbol_sum: the starts must rise from 0 to the ", table.size(0), " rows of the table");
    const int64_t places = (plan->symbols + group - 1) / group;
    plan->places.resize(places);
    plan->index.resize(places * plan->batch);
    const auto data = symbols.contiguous();
    at::parallel_for(0, places, std::max<int64_t>(1, 4096 / std::max<int64_t>(1, plan->batch)), [&](int64_t begin, int64_t end) {
        for (int64_t p = begin; p < end; ++p) plan->number(p, data.data_ptr<uint8_t>());
    });
    for (int64_t p = 1; p < places; ++p) plan->places[p].first = plan->places[p - 1].first + static_cast<int64_t>(plan->places[p - 1].keys.size());
    return plan;
}

template <typename T>
inline void add_to(T* to, const T* from, int64_t width) {
#pragma omp simd
    for (int64_t i = 0; i < width; ++i) to[i] += from[i];
}

// For each group the sum of its rows, less that of the commonest group of its place; that of the commonest itself stays.
template <typename T>
std::vector<T> group_sums(const Plan& plan, const T* table, int64_t width) {
    std::vector<T> sums(plan.groups() * width);
    at::parallel_for(0, static_cast<int64_t>(plan.places.size()), 4, [&](int64_t begin, int64_t end) {
        for (int64_t p = begin; p < end; ++p) {
            const Place& place = plan.places[p];
            T* own = sums.data() + place.first * width;
            for (size_t g = 0; g < place.keys.size(); ++g)
                for (int64_t k = 0; k < plan.size_of(p); ++k) add_to(own + g * width, table + plan.row(p, k, place.keys[g]) * width, width);
            const T* common = own + place.commonest * width;
            for (size_t g = 0; g < place.keys.size(); ++g) {
                if (static_cast<int32_t>(g) == place.commonest) continue;
#pragma omp simd
                for (int64_t i = 0; i < width; ++i) own[g * width + i] -= common[i];
            }
        }
    });
    return sums;
}

template <typename T>
Tensor forward_as(const Plan& plan, const Tensor& table, const c10::optional<Tensor>& bias) {
    const int64_t width = table.size(1), places = static_cast<int64_t>(plan.places.size());
    const auto rows = table.contiguous();
    auto out = at::empty({plan.batch, width}, table.options());
    if (plan.batch == 0) return out;
    const auto sums = group_sums(plan, rows.data_ptr<T>(), width);
    std::vector<T> common(width);
    if (bias.has_value() && bias->defined()) {
        const auto own = bias->contiguous();
        std::copy_n(own.data_ptr<T>(), width, common.data());
    }
    for (const Place& place : plan.places) add_to(common.data(), sums.data() + (place.first + place.commonest) * width, width);
    T* y = out.data_ptr<T>();
    at::parallel_for(0, plan.batch, kRowGrain, [&](int64_t begin, int64_t end) {
        for (int64_t block = begin; block < end; block += kBlock) {
            const int64_t last = std::min(end, block + kBlock);
            for (int64_t b = block; b < last; ++b) std::copy_n(common.data(), width, y + b * width);
            for (int64_t p = 0; p < places; ++p) {
                const Place& place = plan.places[p];
                const int32_t* numbers = plan.index.data() + p * plan.batch;
                for (int64_t b = block; b < last; ++b)
                    if (numbers[b] != place.commonest) add_to(y + b * width, sums.data() + (place.first + numbers[b]) * width, width);
            }
        }
    });
    return out;
}

// The commonest group's gradient is what the others leave of the whole. Each place is one thread's own, in the order of the batch, so
// that the numbers do not hang on how many threads there are.
template <typename T>
std::pair<Tensor, Tensor> backward_as(const Plan& plan, const Tensor& grad, int64_t table_rows) {
    const int64_t width = grad.size(1);
    const auto g = grad.contiguous();
    const T* dy = g.data_ptr<T>();
    auto of_table = at::zeros({table_rows, width}, grad.options());
    auto of_bias = at::zeros({width}, grad.options());
    if (plan.batch == 0) return {of_table, of_bias};
    T* whole = of_bias.data_ptr<T>();
    for (int64_t b = 0; b < plan.batch; ++b) add_to(whole, dy + b * width, width);
    T* rows = of_table.data_ptr<T>();
    std::vector<T> sums(plan.groups() * width);
    const int64_t grain = std::max<int64_t>(1, 4096 / plan.batch);
    at::parallel_for(0, static_cast<int64_t>(plan.places.size()), grain, [&](int64_t begin, int64_t end) {
        for (int64_t block = 0; block < plan.batch; block += kBlock) {
            const int64_t last = std::min(plan.batch, block + kBlock);
            for (int64_t p = begin; p < end; ++p) {
                const Place& place = plan.places[p];
                const int32_t* numbers = plan.index.data() + p * plan.batch;
                for (int64_t b = block; b < last; ++b)
                    if (numbers[b] != place.commonest) add_to(sums.data() + (place.first + numbers[b]) * width, dy + b * width, width);
            }
        }
        for (int64_t p = begin; p < end; ++p) {
            const Place& place = plan.places[p];
            T* own = sums.data() + place.first * width;
            T* common = own + place.commonest * width;
            std::copy_n(whole, width, common);
            for (size_t k = 0; k < place.keys.size(); ++k) {
                if (static_cast<int32_t>(k) == place.commonest) continue;
#pragma omp simd
                for (int64_t i = 0; i < width; ++i) common[i] -= own[k * width + i];
            }
            for (size_t k = 0; k < place.keys.size(); ++k)
                for (int64_t s = 0; s < plan.size_of(p); ++s) add_to(rows + plan.row(p, s, place.keys[k]) * width, own + k * width, width);
        }
    });
    return {of_table, of_bias};
}

struct SymbolSumBackward : torch::autograd::Node {
    std::shared_ptr<Plan> plan;
    int64_t rows = 0;
    bool has_bias = false;

    variable_list apply(variable_list&& grads) override {
        reverie::refuse_second_derivative("symbol_sum");
        if (!grads[0].defined()) return {Tensor(), Tensor()};
        auto [of_table, of_bias] = grads[0].scalar_type() == at::kFloat ? backward_as<float>(*plan, grads[0], rows) : backward_as<double>(*plan, grads[0], rows);
        return {of_table, has_bias ? of_bias : Tensor()};
    }

    void release_variables() override { plan.reset(); }

    std::string name() const override { return "SymbolSumBackward"; }
};

Tensor summed(const Plan& plan, const Tensor& table, const c10::optional<Tensor>& bias) {
    return table.scalar_type() == at::kFloat ? forward_as<float>(plan, table, bias) : forward_as<double>(plan, table, bias);
}

Tensor forward(const Tensor& table, const c10::optional<Tensor>& bias, const Tensor& symbols, const Tensor& starts, int64_t group) {
    return summed(*plan_of(table, bias, symbols, starts, group), table, bias);
}

Tensor recorded(const Tensor& table, const c10::optional<Tensor>& bias, const Tensor& symbols, const Tensor& starts, int64_t group) {
    const auto plan = plan_of(table, bias, symbols, starts, group);
    const bool has_bias = bias.has_value() && bias->defined();
    const Tensor offset = has_bias ? *bias : Tensor();
    std::shared_ptr<SymbolSumBackward> node;
    if (torch::autograd::compute_requires_grad(table, offset)) {
        node = std::shared_ptr<SymbolSumBackward>(new SymbolSumBackward(), torch::autograd::deleteNode);
        node->set_next_edges(torch::autograd::collect_next_edges(table, offset));
        node->plan = plan;
        node->rows = table.size(0);
        node->has_bias = has_bias;
    }
    auto out = [&] {
        at::AutoDispatchBelowADInplaceOrView below;
        return summed(*plan, table, bias);
    }();
    if (node != nullptr) torch::autograd::set_history(out, node);
    return out;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("symbol_sum(Tensor table, Tensor? bias, Tensor symbols, Tensor starts, int group) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("symbol_sum", forward); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("symbol_sum", recorded); }
