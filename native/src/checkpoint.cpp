// Gradient checkpointing: a node of the autograd graph that keeps nothing of a segment but its input's place in the graph,
// and asks the other side of the bridge to recompute and differentiate the segment when backward arrives.
#include <stdexcept>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>
#include "guard.h"

namespace {

class Segment : public torch::autograd::Node {
public:
    Segment(int64_t key, rv_segment_backward backward, rv_segment_release release) : key_(key), backward_(backward), release_(release) {}
    ~Segment() override { release_(key_); }

    torch::autograd::variable_list apply(torch::autograd::variable_list&& grads) override {
        if (!grads[0].defined()) return {at::Tensor()};
        void* result = nullptr;
        char message[512] = "";
        at::Tensor grad = grads[0];
        const int32_t status = backward_(key_, reverie::give(std::move(grad)), &result, message, sizeof message);
        if (status != 0) throw std::runtime_error(std::string("a checkpointed segment could not be recomputed: ") + message);
        at::Tensor grad_input = reverie::borrow(result);
        if (result != nullptr) c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(reverie::impl(result));
        return {grad_input};
    }

private:
    int64_t key_;
    rv_segment_backward backward_;
    rv_segment_release release_;
};

}  // namespace

RV_API int32_t rv_checkpoint(void* input, void* output, int64_t key, rv_segment_backward backward, rv_segment_release release, void** result) {
    return reverie::guarded([&] {
        auto node = std::shared_ptr<Segment>(new Segment(key, backward, release), torch::autograd::deleteNode);
        node->set_next_edges(torch::autograd::collect_next_edges(reverie::borrow(input)));
        at::Tensor tracked = reverie::borrow(output).detach();
        torch::autograd::set_history(tracked, node);
        *result = reverie::give(std::move(tracked));
    });
}
