// Rows of a table that the output layer reads too. Autograd would fill a second table with zeros, add the rows' gradients to it,
// and add the two tables into a third; here the rows' gradients are added to the output layer's, in place where nobody else holds it.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/library.h>

namespace {

using at::Tensor;
using torch::autograd::variable_list;

// Whether nobody else will read a gradient. Behind a transposition it is a view, whose base is then the only other holder.
bool is_ours(const Tensor& grad) {
    if (at::GradMode::is_enabled() || grad.use_count() != 1 || !grad.is_non_overlapping_and_dense()) return false;
    const auto holders = grad.storage().use_count();
    return holders == 1 || (holders == 2 && grad.is_view() && grad._base().use_count() == 1);
}

struct TiedEmbeddingBackward : torch::autograd::Node {
    torch::autograd::SavedVariable tokens;
    int64_t rows = 0;

    variable_list apply(variable_list&& grads) override {
        const auto of_rows = std::move(grads[0]);
        auto of_table = std::move(grads[1]);
        if (!of_rows.defined()) return {of_table};
        const auto tokens = this->tokens.unpack();
        if (!of_table.defined()) return {at::embedding_dense_backward(of_rows, tokens, rows, -1, false)};
        const auto index = tokens.reshape(-1);
        const auto source = of_rows.reshape({-1, of_rows.size(-1)}).to(of_table.scalar_type());
        return {is_ours(of_table) ? of_table.index_add_(0, index, source) : of_table.index_add(0, index, source)};
    }

    std::string name() const override { return "TiedEmbeddingBackward"; }
};

std::tuple<Tensor, Tensor> forward(const Tensor& table, const Tensor& tokens) { return {at::embedding(table, tokens), table.detach()}; }

std::tuple<Tensor, Tensor> recorded(const Tensor& table, const Tensor& tokens) {
    std::shared_ptr<TiedEmbeddingBackward> node;
    if (torch::autograd::compute_requires_grad(table)) {
        node = std::shared_ptr<TiedEmbeddingBackward>(new TiedEmbeddingBackward(), torch::autograd::deleteNode);
        node->set_next_edges(torch::autograd::collect_next_edges(table));
        node->tokens = torch::autograd::SavedVariable(tokens, false);
        node->rows = table.size(0);
    }
    auto [rows, alias] = [&] {
        at::AutoDispatchBelowADInplaceOrView below;
        return forward(table, tokens);
    }();
    // Autograd shall notice when the table is overwritten before backward has read it through the alias.
    torch::autograd::impl::set_version_counter(alias, torch::autograd::impl::version_counter(table));
    if (node != nullptr) {
        torch::autograd::set_history(rows, node);
        torch::autograd::set_history(alias, node);
    }
    return {rows, alias};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("tied_embedding(Tensor table, Tensor tokens) -> (Tensor, Tensor)"); }
TORCH_LIBRARY_IMPL(reverie, CompositeExplicitAutograd, m) { m.impl("tied_embedding", forward); }
TORCH_LIBRARY_IMPL(reverie, Autograd, m) { m.impl("tied_embedding", recorded); }
