// Any ATen (or own) operator, found by name and called through the dispatcher: unboxed for the commonest signatures, boxed for all others.
#include <algorithm>
#include <variant>
#include <vector>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include "guard.h"

namespace {

// What an argument's number is turned into, or must be.
enum class Want : uint8_t { as_is, real, scalar_type, layout, memory_format };

struct Argument {
    uint32_t accepts = 0;  // a bit for each rv_tag
    Want want = Want::as_is;
    bool has_default = false;
    c10::IValue value;  // the default
};

constexpr uint32_t bit(rv_tag tag) { return 1u << tag; }

uint32_t accepted_list(const c10::Type& element) {
    switch (element.kind()) {
        case c10::TypeKind::IntType:
        case c10::TypeKind::SymIntType: return bit(RV_INT_LIST);
        case c10::TypeKind::FloatType: return bit(RV_DOUBLE_LIST);
        case c10::TypeKind::BoolType: return bit(RV_BOOL_LIST);
        case c10::TypeKind::TensorType: return bit(RV_TENSOR_LIST);
        case c10::TypeKind::OptionalType:
            return element.expectRef<c10::OptionalType>().getElementType()->kind() == c10::TypeKind::TensorType ? bit(RV_OPTIONAL_TENSOR_LIST) : 0;
        default: return 0;
    }
}

// The tags that an argument of this type takes; none for types that the bridge does not carry.
uint32_t accepted(const c10::Type& type) {
    switch (type.kind()) {
        case c10::TypeKind::OptionalType: return bit(RV_NONE) | accepted(*type.expectRef<c10::OptionalType>().getElementType());
        case c10::TypeKind::ListType: return accepted_list(*type.expectRef<c10::ListType>().getElementType());
        case c10::TypeKind::TensorType: return bit(RV_TENSOR);
        case c10::TypeKind::IntType:
        case c10::TypeKind::SymIntType: return bit(RV_INT);
        case c10::TypeKind::FloatType: return bit(RV_DOUBLE) | bit(RV_INT);
        case c10::TypeKind::NumberType: return bit(RV_DOUBLE) | bit(RV_INT) | bit(RV_BOOL);
        case c10::TypeKind::BoolType: return bit(RV_BOOL);
        case c10::TypeKind::StringType: return bit(RV_STRING);
        case c10::TypeKind::DeviceObjType: return bit(RV_DEVICE);
        case c10::TypeKind::GeneratorType: return bit(RV_GENERATOR);
        default: return 0;
    }
}

Want wanted(const c10::Argument& argument) {
    auto type = argument.real_type();
    if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
    switch (type->kind()) {
        case c10::TypeKind::FloatType: return Want::real;
        case c10::TypeKind::ScalarTypeType: return Want::scalar_type;
        case c10::TypeKind::LayoutType: return Want::layout;
        case c10::TypeKind::MemoryFormatType: return Want::memory_format;
        default: return Want::as_is;
    }
}

const char* name_of(int32_t tag) {
    static const char* const names[] = {"nothing", "a tensor", "an integer", "a real number", "a truth value", "a list of integers",
                                        "a list of real numbers", "a list of truth values", "a list of tensors",
                                        "a list of tensors that may be absent", "a text", "a device", "a generator"};
    return names[tag];
}

// The signatures that are called most. They are called without boxing their arguments, which saves a tenth of a small call.
using Unary = c10::TypedOperatorHandle<at::Tensor(const at::Tensor&)>;
using Binary = c10::TypedOperatorHandle<at::Tensor(const at::Tensor&, const at::Tensor&)>;
using ScaledBinary = c10::TypedOperatorHandle<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>;
using Unboxed = std::variant<std::monostate, Unary, Binary, ScaledBinary>;

Unboxed unboxed(const c10::OperatorHandle& handle) {
    const auto is = [](const c10::Argument& argument, c10::TypeKind kind) {
        return argument.type()->kind() == kind && (argument.alias_info() == nullptr || !argument.alias_info()->isWrite());
    };
    const auto& arguments = handle.schema().arguments();
    const auto& returns = handle.schema().returns();
    if (returns.size() != 1 || !is(returns[0], c10::TypeKind::TensorType)) return {};
    const auto tensors = std::find_if(arguments.begin(), arguments.end(), [&](const auto& a) { return !is(a, c10::TypeKind::TensorType); }) - arguments.begin();
    if (tensors == 1 && arguments.size() == 1) return handle.typed<at::Tensor(const at::Tensor&)>();
    if (tensors == 2 && arguments.size() == 2) return handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&)>();
    if (tensors == 2 && arguments.size() == 3 && is(arguments[2], c10::TypeKind::NumberType) && arguments[2].default_value().has_value())
        return handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>();
    return {};
}

// An operator and what its schema says of its arguments.
struct Operator {
    c10::OperatorHandle handle;
    Unboxed direct;
    std::vector<Argument> arguments;

    explicit Operator(const c10::OperatorHandle& h) : handle(h), direct(unboxed(h)) {
        for (const auto& argument : h.schema().arguments()) {
            const auto& value = argument.default_value();
            arguments.push_back({accepted(*argument.type()), wanted(argument), value.has_value(), value.has_value() ? *value : c10::IValue()});
        }
    }

    [[noreturn]] void refuse(size_t index, const rv_value& value) const {
        const auto& argument = handle.schema().arguments()[index];
        TORCH_CHECK(arguments[index].accepts != 0,
                    "the argument ", argument.name(), " is of type ", *argument.real_type(), ", which the bridge does not carry");
        TORCH_CHECK(false, "the argument ", argument.name(), " must be ", *argument.real_type(), ", not ", name_of(value.tag));
    }
};

// An integer that stands for something else, of which libtorch would take any for an index into its tables.
int64_t checked(int64_t number, Want want) {
    if (want == Want::scalar_type) return static_cast<int64_t>(reverie::scalar_type_of(number));
    const bool layout = want == Want::layout;
    const bool known = layout ? number == static_cast<int64_t>(at::kStrided) : number >= 0 && number < static_cast<int64_t>(at::MemoryFormat::NumOptions);
    TORCH_CHECK(known, number, " is the number of no ", layout ? "layout that the bridge carries" : "memory format");
    return number;
}

c10::IValue to_ivalue(const rv_value& value, Want want) {
    switch (value.tag) {
        case RV_NONE: return c10::IValue();
        case RV_TENSOR: return value.p == nullptr ? c10::IValue() : c10::IValue(reverie::borrow(value.p));
        case RV_INT:
            if (want == Want::as_is) return c10::IValue(value.i);
            return want == Want::real ? c10::IValue(static_cast<double>(value.i)) : c10::IValue(checked(value.i, want));
        case RV_DOUBLE: return c10::IValue(value.d);
        case RV_BOOL: return c10::IValue(value.i != 0);
        case RV_INT_LIST: return c10::IValue(c10::IntArrayRef(static_cast<int64_t*>(value.p), value.count));
        case RV_DOUBLE_LIST: return c10::IValue(c10::ArrayRef<double>(static_cast<double*>(value.p), value.count));
        case RV_BOOL_LIST: {
            c10::List<bool> list;
            auto* items = static_cast<uint8_t*>(value.p);
            for (int32_t i = 0; i < value.count; ++i) list.push_back(items[i] != 0);
            return c10::IValue(std::move(list));
        }
        case RV_TENSOR_LIST: {
            c10::List<at::Tensor> list;
            list.reserve(value.count);
            auto** items = static_cast<void**>(value.p);
            for (int32_t i = 0; i < value.count; ++i) {
                TORCH_CHECK(items[i] != nullptr, "the list of tensors holds null at ", i);
                list.push_back(reverie::borrow(items[i]));
            }
            return c10::IValue(std::move(list));
        }
        case RV_OPTIONAL_TENSOR_LIST: {
            c10::List<c10::optional<at::Tensor>> list;
            list.reserve(value.count);
            auto** items = static_cast<void**>(value.p);
            for (int32_t i = 0; i < value.count; ++i) {
                if (items[i] == nullptr) list.push_back(c10::optional<at::Tensor>());
                else list.push_back(reverie::borrow(items[i]));
            }
            return c10::IValue(std::move(list));
        }
        case RV_STRING: return c10::IValue(std::string(static_cast<char*>(value.p), value.count));
        case RV_DEVICE: return c10::IValue(reverie::device_of(value.i));
        case RV_GENERATOR: return c10::IValue(*static_cast<at::Generator*>(value.p));
    }
    TORCH_CHECK(false, "unknown value tag ", value.tag);
}

// Tensor lists are handed out through this buffer; it is valid until the thread's next call.
thread_local std::vector<void*> list_buffer;

// Whether the bridge carries a result, asked of all before any is given away.
void require_carried(const c10::IValue& value) {
    if (value.isTensor()) {
        reverie::require_dense(value.toTensor());
    } else if (value.isTensorList()) {
        for (const at::Tensor& tensor : value.toTensorVector()) reverie::require_dense(tensor);
    } else {
        TORCH_CHECK(value.isInt() || value.isDouble() || value.isBool() || value.isNone(),
                    "the result is a ", value.tagKind(), ", which the bridge does not carry");
    }
}

void from_ivalue(c10::IValue&& value, rv_value& out) {
    out.count = 0;
    out.i = 0;
    if (value.isTensor()) {
        out.tag = RV_TENSOR;
        out.p = reverie::give(std::move(value).toTensor());
    } else if (value.isInt()) {
        out.tag = RV_INT;
        out.i = value.toInt();
    } else if (value.isDouble()) {
        out.tag = RV_DOUBLE;
        out.d = value.toDouble();
    } else if (value.isBool()) {
        out.tag = RV_BOOL;
        out.i = value.toBool();
    } else if (value.isTensorList()) {
        auto list = value.toTensorVector();
        const size_t start = list_buffer.size();
        for (auto& tensor : list) list_buffer.push_back(reverie::give(std::move(tensor)));
        out.tag = RV_TENSOR_LIST;
        out.count = static_cast<int32_t>(list.size());
        out.i = static_cast<int64_t>(start);  // turned into a pointer when the buffer has its final size
    } else {
        out.tag = RV_NONE;
    }
}

// The stack of arguments and results: the thread's own, kept from call to call, or a fresh one for a call from within a call
// (a checkpointed segment that an operator differentiates).
class Frame {
public:
    Frame() : kept_(kept()), nested_(kept_.taken) { kept_.taken = true; }
    ~Frame() {
        if (nested_) return;
        kept_.stack.clear();
        kept_.taken = false;
    }
    torch::jit::Stack& stack() { return nested_ ? own_ : kept_.stack; }

private:
    struct Kept {
        torch::jit::Stack stack;
        bool taken = false;
    };
    static Kept& kept() {
        thread_local Kept of_thread;
        return of_thread;
    }
    Kept& kept_;
    const bool nested_;
    torch::jit::Stack own_;
};

// Calls an operator without boxing, where its signature and the arguments' kinds allow it.
bool call_direct(const Operator& o, const rv_value* args, int32_t n_args, rv_value& result) {
    const auto tensor = [&](int32_t i) { return args[i].tag == RV_TENSOR && args[i].p != nullptr; };
    at::Tensor made;
    if (const auto* binary = std::get_if<Binary>(&o.direct)) {
        if (n_args != 2 || !tensor(0) || !tensor(1)) return false;
        made = binary->call(reverie::borrow(args[0].p), reverie::borrow(args[1].p));
    } else if (const auto* scaled = std::get_if<ScaledBinary>(&o.direct)) {
        if (n_args < 2 || n_args > 3 || !tensor(0) || !tensor(1)) return false;
        const auto scale = n_args == 3 ? to_ivalue(args[2], Want::as_is) : o.arguments[2].value;
        if (!scale.isScalar()) return false;
        made = scaled->call(reverie::borrow(args[0].p), reverie::borrow(args[1].p), scale.toScalar());
    } else if (const auto* unary = std::get_if<Unary>(&o.direct)) {
        if (n_args != 1 || !tensor(0)) return false;
        made = unary->call(reverie::borrow(args[0].p));
    } else {
        return false;
    }
    result = {RV_TENSOR, 0, {}};
    result.p = reverie::give(std::move(made));
    return true;
}

}  // namespace

RV_API void* rv_find_operator(const char* name, const char* overload) {
    void* found = nullptr;
    reverie::guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        if (handle.has_value()) found = new Operator(*handle);
    });
    return found;
}

RV_API int32_t rv_call(void* op, const rv_value* args, int32_t n_args, rv_value* results, int32_t capacity, int32_t* n_results) {
    return reverie::guarded([&] {
        auto& o = *static_cast<Operator*>(op);
        if (capacity > 0 && call_direct(o, args, n_args, results[0])) {
            *n_results = 1;
            return;
        }
        Frame frame;
        auto& stack = frame.stack();
        const size_t given = static_cast<size_t>(n_args), expected = o.arguments.size();
        TORCH_CHECK(given <= expected, o.handle.schema().name(), " takes ", expected, " arguments, not ", n_args);
        for (size_t i = 0; i < given; ++i) {
            if (C10_UNLIKELY((o.arguments[i].accepts & bit(static_cast<rv_tag>(args[i].tag))) == 0)) o.refuse(i, args[i]);
            stack.emplace_back(to_ivalue(args[i], o.arguments[i].want));
        }
        for (size_t i = given; i < expected; ++i) {
            TORCH_CHECK(o.arguments[i].has_default, o.handle.schema().name(), " lacks its argument ", o.handle.schema().arguments()[i].name());
            stack.emplace_back(o.arguments[i].value);
        }
        o.handle.callBoxed(&stack);
        TORCH_CHECK(stack.size() <= static_cast<size_t>(capacity), "it gives ", stack.size(), " results, where at most ", capacity, " are taken");
        for (const auto& result : stack) require_carried(result);
        list_buffer.clear();
        *n_results = static_cast<int32_t>(stack.size());
        for (size_t i = 0; i < stack.size(); ++i) from_ivalue(std::move(stack[i]), results[i]);
        for (size_t i = 0; i < stack.size(); ++i)
            if (results[i].tag == RV_TENSOR_LIST) results[i].p = list_buffer.data() + results[i].i;
    });
}
